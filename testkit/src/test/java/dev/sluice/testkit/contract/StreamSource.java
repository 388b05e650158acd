package dev.sluice.testkit.contract;

import dev.sluice.ErrorCode;
import dev.sluice.connector.Reader;
import dev.sluice.row.RowFormat;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are made up: as many for each channel, and all alike, since what is drawn is not known.
 *
 * @param last the last column, whose fields hold 7; by its kind rows are copied or made one by one
 */
record StreamSource(String last) implements ReaderFixture {
    @Override
    public Sample rows(int rows) {
        return new Sample(
                () -> reader("{\"value\":\"a constant\"}," + last, rows),
                channels -> Collections.nCopies(channels * rows, List.of("a constant", "7")));
    }

    @Override
    public Reader row(List<@Nullable String> values) {
        return reader(
                values.stream()
                        .map(value -> "{\"value\":" + (value == null ? "null" : StreamJob.json(value)) + "}")
                        .collect(Collectors.joining(",")),
                1);
    }

    @Override
    public Reader empty() {
        return reader(last, 0);
    }

    @Override
    public Reader unending() {
        return reader(last, Long.MAX_VALUE);
    }

    private static Reader reader(String columns, long rows) {
        return StreamJob.reader("{\"column\":[" + columns + "],\"sliceRecordCount\":" + rows + "}");
    }

    @Override
    public void assertNothingOpen() {
        // There is nothing that could be open.
    }

    @Override
    public Map<Ability, Refusal> refusals() {
        return Map.of(
                Ability.NULLS,
                new Refusal(ErrorCode.FILE_INVALID, "neither \"value\" nor \"random\""),
                Ability.NO_ROWS,
                new Refusal(ErrorCode.FILE_INVALID, "sliceRecordCount"));
    }

    @Override
    public Map<RowFormat, Refusal> refusedForms() {
        return Map.of();
    }
}
