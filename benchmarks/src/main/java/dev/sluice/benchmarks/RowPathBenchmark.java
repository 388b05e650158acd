package dev.sluice.benchmarks;

import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one row costs on its way, in nanoseconds, in either form: a text, two numbers and 84 characters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RowPathBenchmark.ROWS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RowPathBenchmark {
    static final int ROWS = 8192;

    private static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("code", new ColumnType(25, "text")),
            new Column("aid", new ColumnType(20, "bigint")),
            new Column("abalance", new ColumnType(20, "bigint")),
            new Column("filler", new ColumnType(1042, "character(84)"))));

    private static final String FILLER = "x".repeat(84);

    /** The form of the rows. */
    @Param({"BINARY", "TEXT"})
    public RowFormat format = RowFormat.BINARY;

    private final RowBuilder builder = new RowBuilder(SCHEMA.size());
    private final RowCursor cursor = new RowCursor(SCHEMA);
    private RowBatch rows = newBatch();
    private RowBatch copies = newBatch();

    private RowBatch newBatch() {
        return new RowBatch(format, new BatchSize(1 << 21, ROWS));
    }

    /** Makes the batch that is read. */
    @Setup
    public void makeRows() {
        rows = newBatch();
        copies = newBatch();
        build(rows);
    }

    private void build(RowBatch batch) {
        for (int row = 0; row < ROWS; row++) {
            builder.begin(batch);
            builder.addText("Zürich");
            builder.addLong(row);
            builder.addLong(-row);
            builder.addText(FILLER);
            builder.end();
        }
    }

    /** What the reader does: a row's bytes into the batch. */
    @Benchmark
    public int append() {
        copies.clear();
        for (int row = 0; row < ROWS; row++) {
            int start = rows.start(row);
            copies.append(rows.bytes(), start, rows.end(row) - start);
        }
        return copies.length();
    }

    /** What the stream reader does: values into the batch. */
    @Benchmark
    public int build() {
        copies.clear();
        build(copies);
        return copies.length();
    }

    /** What the sieve does: the places of a row's fields. */
    @Benchmark
    public int find() {
        int sum = 0;
        for (int row = 0; row < ROWS; row++) {
            cursor.moveTo(rows, row);
            sum += cursor.offset(3);
        }
        return sum;
    }

    /** What the dirty-row file and the stream writer do: values as texts. */
    @Benchmark
    public void decode(Blackhole hole) {
        for (int row = 0; row < ROWS; row++) {
            cursor.moveTo(rows, row);
            hole.consume(cursor.text(1));
            hole.consume(cursor.text(3));
        }
    }
}
