package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsTest {
    private static final String V2 = """
            {"type": "job", "version": "2.0", "setting": %s, "steps": [
              {"stepType": "stream", "category": "reader"}, {"stepType": "stream", "category": "writer"}]}
            """;
    private static final String CLASSIC = """
            {"job": {"setting": %s,
              "content": [{"reader": {"name": "streamreader"}, "writer": {"name": "streamwriter"}}]}}
            """;

    static Stream<Arguments> errorLimits() {
        return Stream.of(
                Arguments.of(V2, "null", limit(0L, null, ErrorLimit.Origin.SILENT_V2)),
                Arguments.of(V2, "{\"errorLimit\": {}}", limit(0L, null, ErrorLimit.Origin.SILENT_V2)),
                Arguments.of(CLASSIC, "{}", limit(null, null, ErrorLimit.Origin.SILENT_CLASSIC)),
                Arguments.of(V2, "{\"errorLimit\": {\"record\": \"10\"}}", stated(10L, null)),
                Arguments.of(V2, "{\"errorLimit\": {\"strategy\": \"ZeroTolerance\"}}", stated(0L, null)),
                Arguments.of(V2, "{\"errorLimit\": {\"strategy\": \"IGNORE\", \"record\": \"\"}}", stated(null, null)),
                Arguments.of(V2, "{\"errorLimit\": {\"strategy\": \"Tolerance\", \"record\": 7}}", stated(7L, null)),
                Arguments.of(CLASSIC, "{\"errorLimit\": {\"percentage\": 0.02}}", stated(null, 0.02)),
                Arguments.of(CLASSIC, "{\"errorLimit\": {\"record\": 3, \"percentage\": 0.02}}", stated(3L, null)));
    }

    @ParameterizedTest
    @MethodSource("errorLimits")
    void readsTheLimitOfDirtyRows(String file, String setting, ErrorLimit expected) {
        assertThat(settings(file, setting).errorLimit()).isEqualTo(expected);
    }

    static Stream<Arguments> speeds() {
        return Stream.of(
                Arguments.of(V2, "{}", speed(3, null, null)),
                Arguments.of(CLASSIC, "{}", speed(1, null, null)),
                Arguments.of(V2, "{\"speed\": {\"concurrent\": \"64\"}}", speed(64, null, null)),
                Arguments.of(V2, "{\"speed\": {\"mbps\": 5}}", speed(3, null, null)),
                Arguments.of(V2, "{\"speed\": {\"throttle\": \"false\", \"mbps\": 5}}", speed(3, null, null)),
                Arguments.of(V2, "{\"speed\": {\"throttle\": \"TRUE\", \"mbps\": 5}}", speed(3, 5_242_880L, null)),
                Arguments.of(V2, "{\"speed\": {\"throttle\": true, \"mbps\": \"0.5\"}}", speed(3, 524_288L, null)),
                Arguments.of(V2, "{\"speed\": {\"throttle\": true, \"mbps\": 1e-9}}", speed(3, 1L, null)),
                Arguments.of(V2, "{\"speed\": {\"record\": \"1000\"}}", speed(3, null, 1_000L)),
                Arguments.of(CLASSIC, "{\"speed\": {\"channel\": 5}}", speed(5, null, null)),
                Arguments.of(
                        CLASSIC, "{\"speed\": {\"byte\": 1048576, \"record\": 10000}}", speed(1, 1_048_576L, 10_000L)),
                Arguments.of(CLASSIC, "{\"speed\": {\"byte\": -1, \"record\": 0}}", speed(1, null, null)));
    }

    @ParameterizedTest
    @MethodSource("speeds")
    void readsTheSpeed(String file, String setting, Speed expected) {
        assertThat(settings(file, setting).speed()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                              | LOCAL
            {"executeMode": null}           | LOCAL
            {"executeMode": ""}             | LOCAL
            {"executeMode": "local"}        | LOCAL
            {"executeMode": "DISTRIBUTE"}   | DISTRIBUTED
            """)
    void readsWhereTheChannelsRun(String setting, Execution expected) {
        assertThat(settings(V2, setting).execution()).isEqualTo(expected);
    }

    @Test
    void readsTheTimeZone() {
        assertThat(settings(V2, "{\"common\": {\"column\": {\"timeZone\": \"GMT+8\", \"encoding\": \"utf-8\"}}}")
                        .timeZone())
                .hasValue(ZoneId.of("GMT+8"));
        assertThat(settings(V2, "{\"common\": {}}").timeZone()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void saysWhichLimitHoldsAndWhy(ErrorLimit limit, String sentence) {
        assertThat(limit.sentence()).isEqualTo(sentence);
    }

    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(
                        ErrorLimit.silent(Format.V2),
                        "The run fails at the first dirty row: the file has no errorLimit, and in a 2.0 file that means none."),
                Arguments.of(
                        ErrorLimit.silent(Format.CLASSIC),
                        "Any number of dirty rows is left out: the file has no errorLimit, and in a classic file that means no limit."),
                Arguments.of(stated(0L, null), "The run fails at the first dirty row, as errorLimit says."),
                Arguments.of(stated(9L, null), "The run fails when more than 9 rows are dirty, as errorLimit says."),
                Arguments.of(
                        stated(null, 0.02),
                        "The run fails when more than a share of 0.02 of the rows is dirty, as errorLimit says."),
                Arguments.of(stated(null, null), "Any number of dirty rows is left out, as errorLimit says."));
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> speed(0, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> speed(65, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> speed(1, 0L, null));
        assertThatIllegalArgumentException().isThrownBy(() -> speed(1, null, -1L));
        assertThatIllegalArgumentException().isThrownBy(() -> stated(-1L, null));
        assertThatIllegalArgumentException().isThrownBy(() -> stated(null, 1.5));
    }

    private static Settings settings(String file, String setting) {
        String text = String.format(Locale.ROOT, file, setting);
        return TestConnectors.PARSER
                .parse(new JobText("j.json", text), TestConnectors.VARIABLES)
                .settings();
    }

    private static ErrorLimit stated(@Nullable Long records, @Nullable Double share) {
        return limit(records, share, ErrorLimit.Origin.STATED);
    }

    private static ErrorLimit limit(@Nullable Long records, @Nullable Double share, ErrorLimit.Origin origin) {
        return new ErrorLimit(
                records == null ? OptionalLong.empty() : OptionalLong.of(records),
                share == null ? OptionalDouble.empty() : OptionalDouble.of(share),
                origin);
    }

    private static Speed speed(int channels, @Nullable Long bytes, @Nullable Long records) {
        return new Speed(
                channels,
                bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
                records == null ? OptionalLong.empty() : OptionalLong.of(records));
    }
}
