package dev.sluice.stream;

import dev.sluice.job.Category;
import dev.sluice.job.Definition;
import dev.sluice.job.Key;
import dev.sluice.job.StepDefinition;
import dev.sluice.job.Values;
import java.util.List;

/**
 * What a job file says about rows that are made up.
 *
 * @param columns what the fields hold, at least one
 * @param rowsPerChannel how many rows each channel gives, at least 1
 */
record StreamReaderOptions(List<StreamColumn> columns, long rowsPerChannel) {
    private static final Key<List<StreamColumn>> COLUMN = Key.objects(
                    "column", StreamColumn.DEFINITION, "The columns, in order.")
            .required();
    private static final Key<Long> SLICE_RECORD_COUNT = Key.longInteger(
                    "sliceRecordCount", "How many rows each channel gives.")
            .range(1, Long.MAX_VALUE)
            .required();

    static final StepDefinition<StreamReaderOptions> DEFINITION = new StepDefinition<>(
            Category.READER,
            StreamConnector.NAME,
            "streamreader",
            Definition.of("Stream reader", StreamReaderOptions::of, COLUMN, SLICE_RECORD_COUNT)
                    .checking(StreamReaderOptions::check)
                    .ignoring("rows are made up, not read from anywhere", "datasource"));

    StreamReaderOptions {
        columns = List.copyOf(columns);
    }

    private static void check(Values values) {
        if (values.find(COLUMN).map(List::isEmpty).orElse(false)) {
            values.fault(COLUMN, "no column is there; allowed is a list of at least one");
        }
    }

    private static StreamReaderOptions of(Values values) {
        return new StreamReaderOptions(values.get(COLUMN), values.get(SLICE_RECORD_COUNT));
    }
}
