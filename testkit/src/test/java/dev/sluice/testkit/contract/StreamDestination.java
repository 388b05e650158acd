package dev.sluice.testkit.contract;

import dev.sluice.ErrorCode;
import dev.sluice.connector.Writer;
import dev.sluice.row.RowFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An output that rows are printed to, and that can break. */
final class StreamDestination implements WriterFixture {
    private static final String DELIMITER = "|";
    private static final String NULL = "no value";

    private BreakableOutput output = new BreakableOutput();

    @Override
    public Writer writer() {
        output = new BreakableOutput();
        return StreamJob.writer("{\"fieldDelimiter\":\"" + DELIMITER + "\",\"nullFormat\":\"" + NULL + "\"}", output);
    }

    @Override
    public List<List<@Nullable String>> stored() {
        return Arrays.stream(output.text().split("\n"))
                .filter(line -> !line.isEmpty())
                .map(StreamDestination::values)
                .toList();
    }

    private static List<@Nullable String> values(String line) {
        int delimiter = line.indexOf(DELIMITER);
        String text = line.substring(delimiter + 1);
        return Arrays.asList(line.substring(0, delimiter), text.equals(NULL) ? null : text);
    }

    @Override
    public void breakDestination() {
        output.breakDown();
    }

    @Override
    public Refusal broken() {
        return BreakableOutput.BROKEN;
    }

    @Override
    public void assertNothingOpen() {
        // There is nothing that could be open.
    }

    @Override
    public Visibility visibility() {
        return Visibility.WRITTEN;
    }

    @Override
    public Refusing refusing() {
        return Refusing.NOTHING;
    }

    @Override
    public Map<RowFormat, Refusal> refusedForms() {
        return Map.of(RowFormat.BINARY, new Refusal(ErrorCode.INTERNAL, "Printed rows have the text form, not BINARY"));
    }
}
