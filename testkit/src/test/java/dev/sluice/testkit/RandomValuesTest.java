package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RandomValuesTest {
    private static final long SEED = 20260101;

    static List<Integer> versions() {
        return TestingPostgres.testedVersions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyServerTakesThem(int version) throws Exception {
        RandomValues values = new RandomValues(SEED);
        for (String type : new TreeSet<>(RandomValues.types())) {
            String rows = Stream.generate(() -> "(" + values.literal(type) + ")")
                    .limit(200)
                    .collect(Collectors.joining(", "));

            List<List<String>> counted = List.of(TestingPostgres.shared(version)
                    .query("select count(*), count(distinct v::text) from (values " + rows + ") t (v)")
                    .get(0)
                    .stream()
                    .map(String::valueOf)
                    .toList());

            assertThat(counted.get(0).get(0)).as(type).isEqualTo("200");
            assertThat(Integer.parseInt(counted.get(0).get(1))).as(type).isGreaterThan(1);
        }
    }

    @Test
    void theSameSeedGivesTheSameValues() {
        assertThat(draw(new RandomValues(SEED))).isEqualTo(draw(new RandomValues(SEED)));
        assertThat(draw(new RandomValues(SEED))).isNotEqualTo(draw(new RandomValues(SEED + 1)));
    }

    private static List<String> draw(RandomValues values) {
        return new TreeSet<>(RandomValues.types()).stream().map(values::literal).toList();
    }

    @Test
    void textsHoldNothingThatPostgresCannotStore() {
        RandomValues values = new RandomValues(SEED);
        String all = Stream.generate(values::text).limit(2000).collect(Collectors.joining());

        assertThat(all.codePoints()).noneMatch(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff));
        assertThat(all).contains("\t", "\n", "\\", "\"").containsPattern("[一-龥]");
    }

    @Test
    void refusesUnknownTypes() {
        assertThatThrownBy(() -> new RandomValues(SEED).literal("circle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("circle")
                .hasMessageContaining("bigint");
    }
}
