package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/**
 * A file that is wrong in one place.
 *
 * @param name what is wrong
 * @param json the file
 * @param faults what is said about it, without the file's name
 */
record BrokenFile(String name, String json, List<String> faults) {
    /** Returns the sample of a real-time job with one piece replaced; the texts are written with stand-ins for double quotes. */
    static BrokenFile realtime(String name, String piece, String replacement, String... faults) {
        String json = Samples.with(Samples.REALTIME, quoted(piece), quoted(replacement));
        return new BrokenFile(
                name, json, Arrays.stream(faults).map(BrokenFile::quoted).toList());
    }

    private static String quoted(String text) {
        return text.replace('`', '"').replace("´", "\\\"");
    }

    void check() {
        ParseResult<Job> result = TestConnectors.PARSER.readAny(new JobText("j.json", json), TestConnectors.VARIABLES);

        assertThat(result.faults())
                .map(fault -> fault.toString().substring("j.json:".length()))
                .containsExactlyElementsOf(faults);
        assertThat(result.value()).isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
