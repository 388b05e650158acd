package dev.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DialectTest {
    @ParameterizedTest
    @CsvSource({
        "interval,   1186, 17, 16, false",
        "interval[], 1187, 18, 10, false",
        "interval,   1186, 17, 17, true",
        "interval,   1186, 16, 10, true",
        "interval,   1186, 10, 18, true",
        "text,       25,   18, 10, true"
    })
    void theBinaryFormMeansTheSame(String type, int oid, int from, int to, boolean same) {
        assertThat(new Dialect(to, 2).understands(new ColumnType(oid, type), new Dialect(from, 2)))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"2, 2, true", "2, 0, false", "0, 3, false", "0, 0, true"})
    void moneyIsTheSameAmountWithAsManyPlaces(int from, int to, boolean same) {
        assertThat(new Dialect(16, to).countsMoneyLike(new Dialect(16, from))).isEqualTo(same);
    }
}
