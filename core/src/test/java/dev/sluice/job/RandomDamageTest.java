package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damages good files at random: whatever comes of it, the parsers answer with a result or with faults at places that exist. */
final class RandomDamageTest {
    private static final int FILES = 1_500;
    private static final String ODD = "{}[]:,\"\\$/*-+.0123456789eE ntfu\n\r\t\0'#@ğ\uD800";

    @ParameterizedTest
    @ValueSource(longs = {1, 20240229, -77})
    void neverFailsOtherwise(long seed) {
        Random random = new Random(seed);
        DataSourceParser dataSources = new DataSourceParser(Map.of("DB_USER", "u"));
        String[] samples = {Samples.V2, Samples.CLASSIC, Samples.DATA_SOURCE, Samples.REALTIME, withVariables()};
        for (int i = 0; i < FILES; i++) {
            String text = damaged(samples[random.nextInt(samples.length)], random);
            assertThatCode(() -> {
                        check(
                                TestConnectors.PARSER.readAny(new JobText("j.json", text), TestConnectors.VARIABLES),
                                text);
                        check(dataSources.read(new JobText("d.json", text), Path.of("")), text);
                    })
                    .as("seed %s, file %s:%n%s", seed, i, text)
                    .doesNotThrowAnyException();
        }
    }

    private static String withVariables() {
        return Samples.V2
                .replace("\"concurrent\": 1", "\"concurrent\": ${n}, // ${x}")
                .replace("\"where\": \"\"", "\"where\": \"$bizdate ${yyyymmdd-7} $[hh24-1/24] $${a} ${b}\"")
                .replace("\"steps\"", "\"parameters\": {\"n\": \"2\", \"b\": \"${n}\"}, /* so */ \"steps\"");
    }

    private static void check(ParseResult<?> result, String text) {
        long lines = text.lines().count();
        assertThat(result.value().isPresent()).isEqualTo(result.faults().isEmpty());
        assertThat(result.faults()).allSatisfy(fault -> {
            assertThat(fault.line()).isBetween(1, (int) lines + 1);
            assertThat(fault.column()).isBetween(1, text.length() + 1);
            assertThat(fault.path()).startsWith("$");
            assertThat(fault.toString()).doesNotContain("\n", "\r");
        });
    }

    private static String damaged(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        int wounds = 1 + random.nextInt(4);
        for (int i = 0; i < wounds; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, ODD.charAt(random.nextInt(ODD.length())));
                case 2 -> text.setCharAt(at, ODD.charAt(random.nextInt(ODD.length())));
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
            }
        }
        return text.toString();
    }
}
