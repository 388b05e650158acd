package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
    private static final List<String> KNOWN = List.of("column", "connection", "where", "splitPk", "splitFactor", "id");

    @ParameterizedTest
    @CsvSource({
        "colum, column",
        "columns, column",
        "cloumn, column",
        "kolumn, column",
        "COLUMN, column",
        "splitpk, splitPk",
        "split_pk, splitPk",
        "spiltFactor, splitFactor",
        "splitfaktor, splitFactor",
        "wher, where",
        "conection, connection",
        "iid, id",
        "x, ",
        "ix, id",
        "xy, ",
        "fetchSize, ",
        "'', "
    })
    void findsTheWordThatWasMeant(String word, String expected) {
        assertThat(Nearest.to(word, KNOWN).orElse(null)).isEqualTo(expected);
    }

    @Test
    void doesNotMeasureEndlessWords() {
        assertThat(Nearest.to("column".repeat(1_000), KNOWN)).isEmpty();
    }

    @Test
    void listsEverythingWhenNothingIsNear() {
        assertThat(Nearest.suggestion("x", List.of("a", "b"))).isEqualTo("allowed: a, b");
        assertThat(Nearest.suggestion("whree", KNOWN)).isEqualTo("did you mean \"where\"?");
    }
}
