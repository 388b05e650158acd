package dev.sluice.stream;

import dev.sluice.connector.Reader;
import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.preflight.Finding;
import dev.sluice.row.Column;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes rows up. Every channel gives as many as the job says. */
final class StreamReader implements Reader {
    private final StreamReaderOptions options;
    private final long seed;
    private final RowSchema schema;
    private final Cancellation cancellation = new Cancellation();

    StreamReader(StreamReaderOptions options, long seed) {
        this.options = options;
        this.seed = seed;
        List<Column> columns = new ArrayList<>();
        for (StreamColumn column : options.columns()) {
            columns.add(
                    new Column("column" + (columns.size() + 1), column.kind().type()));
        }
        this.schema = new RowSchema(columns);
    }

    @Override
    public List<Finding> check() {
        return List.of(Finding.ok(
                "source",
                "rows with " + schema.size() + " columns are made up, " + options.rowsPerChannel()
                        + " by each channel"));
    }

    @Override
    public RowSchema schema() {
        return schema;
    }

    @Override
    public Set<RowFormat> formats() {
        return EnumSet.allOf(RowFormat.class);
    }

    @Override
    public SplitPlan plan(int channels) {
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Split> splits = new ArrayList<>();
        for (int number = 1; number <= channels; number++) {
            splits.add(new StreamSplit(number, options.rowsPerChannel(), seeds.nextLong()));
        }
        return new SplitPlan(splits, "one part for each channel", total(channels));
    }

    private OptionalLong total(int channels) {
        boolean countable = options.rowsPerChannel() <= Long.MAX_VALUE / channels;
        return countable ? OptionalLong.of(options.rowsPerChannel() * channels) : OptionalLong.empty();
    }

    @Override
    public RowSource source(RowFormat format) {
        boolean constant = options.columns().stream().allMatch(column -> column.content() instanceof Content.Constant);
        return constant
                ? new ConstantRows(options.columns(), format, cancellation)
                : new RandomRows(schema, options.columns(), format, cancellation);
    }

    @Override
    public void cancel() {
        cancellation.request();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
