package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobRecordsTest {
    private static final Fault FAULT = new Fault("f.json", 1, 2, "$.a", "wrong");

    @Test
    void aResultIsEitherAValueOrFaults() {
        assertThat(new ParseResult<>(Optional.of("a"), List.of(), List.of()).value())
                .hasValue("a");
        assertThat(new ParseResult<>(Optional.empty(), List.of(FAULT), List.of()).faults())
                .containsExactly(FAULT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParseResult<>(Optional.of("a"), List.of(FAULT), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParseResult<>(Optional.empty(), List.of(), List.of()));
    }

    @Test
    void stepsGiveTheirOptionsToTheirConnectorOnly() {
        Step step = new Step("Reader", "stream", 5);

        assertThat(step.options(Integer.class)).isEqualTo(5);
        assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> step.options(String.class));
    }

    @Test
    void jobsDoNotChangeAfterwards() {
        List<Note> notes = new ArrayList<>();
        Map<String, String> variables = new LinkedHashMap<>(Map.of("${z}", "1"));
        Step step = new Step("s", "stream", 5);
        BatchJob job = new BatchJob("j", Format.V2, step, step, SettingKeys.silent(Format.V2), notes, variables);

        notes.add(new Note("f.json", 1, 1, "$", "new"));
        variables.put("${a}", "2");

        assertThat(job.notes()).isEmpty();
        assertThat(job.variables()).containsExactly(Map.entry("${z}", "1"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> job.variables().put("x", "y"));
    }

    @Test
    void dropsAByteOrderMark() {
        assertThat(new JobText("f", "\uFEFF{}").text()).isEqualTo("{}");
        assertThat(new JobText("f", "{\uFEFF}").text()).isEqualTo("{\uFEFF}");
    }

    @ParameterizedTest
    @CsvSource({"a.json, a", "x/y/a.b.json, a.b", "a, a", "x.y/a, a", ".json, .json", "C:\\x\\a.jsonc, a"})
    void findsTheNameInAFileName(String fileName, String name) {
        assertThat(new JobText(fileName, "").stem()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"plain | $.plain", "_1 | $._1", "ğ | $.ğ", "1a | $['1a']", "a b | $['a b']", "it's | $['it\\'s']"})
    void writesPathsThatCanBeRead(String key, String path) {
        assertThat(JsonPath.ROOT.key(key)).hasToString(path);
        assertThat(JsonPath.ROOT.element(3).key(key).toString()).startsWith("$[3]");
    }

    @Test
    void keepsMessagesOnOneLine() {
        assertThat(Shown.text("a\r\nb\u0007")).isEqualTo("a??b?");
        assertThat(Shown.text("x".repeat(61))).isEqualTo("x".repeat(60) + "...");
        assertThat(FAULT).hasToString("f.json:1:2: $.a: wrong");
    }
}
