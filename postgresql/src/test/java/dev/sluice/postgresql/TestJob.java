package dev.sluice.postgresql;

import dev.sluice.Time;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.RunCounters;
import dev.sluice.batch.RunListener;
import dev.sluice.batch.RunReport;
import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.engine.LocalEngine;
import dev.sluice.job.ErrorLimit;
import dev.sluice.job.Execution;
import dev.sluice.job.Relations;
import dev.sluice.job.Settings;
import dev.sluice.job.Speed;
import dev.sluice.preflight.Finding;
import dev.sluice.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A batch job between two test databases, made of options instead of a file. Set up, then run once. */
final class TestJob {
    /** What a test does to a database in the midst of a run. */
    interface Action {
        void run() throws SQLException;
    }

    private TestEndpoint source;
    private TestEndpoint destination;
    private List<String> tables = List.of();
    private List<String> queries = List.of();
    private List<String> readColumns = List.of("*");
    private Optional<String> where = Optional.empty();
    private Optional<String> splitPk = Optional.empty();
    private int splitFactor = 5;
    private Consistency consistency = Consistency.SNAPSHOT;
    private String target = "";
    private List<String> writeColumns = List.of("*");
    private List<String> preSql = List.of();
    private List<String> postSql = List.of();
    private WriteMode mode = WriteMode.COPY;
    private NulByte nulByte = NulByte.REJECT;
    private int channels = 1;
    private OptionalLong maxDirty = OptionalLong.of(0);
    private OptionalDouble maxShare = OptionalDouble.empty();
    private Action whenChecked = () -> {};
    private Action whenPlanned = () -> {};
    private ZoneId timeZone = ZoneOffset.UTC;
    private final AtomicReference<BatchPlan> plan = new AtomicReference<>();
    private final Path dirtyFile;

    TestJob(TestDatabase source, TestDatabase destination) {
        this.source = TestEndpoint.of(source);
        this.destination = TestEndpoint.of(destination);
        try {
            Path all = Files.createDirectories(Path.of("target", "test-jobs").toAbsolutePath());
            Path folder = Files.createTempDirectory(all, "job");
            folder.toFile().deleteOnExit();
            this.dirtyFile = folder.resolve("dirty.jsonl");
            dirtyFile.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies {@code table} to the table of the same name. */
    TestJob table(String table) {
        tables = List.of(table);
        target = table;
        return this;
    }

    TestJob tables(String... names) {
        tables = List.of(names);
        return this;
    }

    TestJob queries(String... sql) {
        queries = List.of(sql);
        return this;
    }

    TestJob read(String... columns) {
        readColumns = List.of(columns);
        return this;
    }

    TestJob where(String condition) {
        where = Optional.of(condition);
        return this;
    }

    TestJob splitPk(String column) {
        splitPk = Optional.of(column);
        return this;
    }

    /** Leaves the choice of how to divide the work to the connector. */
    TestJob splitByStorage() {
        splitPk = Optional.empty();
        return this;
    }

    TestJob splitFactor(int factor) {
        splitFactor = factor;
        return this;
    }

    TestJob consistency(Consistency wanted) {
        consistency = wanted;
        return this;
    }

    TestJob to(String table, String... columns) {
        target = table;
        writeColumns = columns.length == 0 ? List.of("*") : List.of(columns);
        return this;
    }

    TestJob preSql(String... statements) {
        preSql = List.of(statements);
        return this;
    }

    TestJob postSql(String... statements) {
        postSql = List.of(statements);
        return this;
    }

    TestJob timeZone(String zone) {
        timeZone = ZoneId.of(zone);
        return this;
    }

    TestJob mode(WriteMode wanted) {
        mode = wanted;
        return this;
    }

    TestJob nulByte(NulByte wanted) {
        nulByte = wanted;
        return this;
    }

    TestJob channels(int count) {
        channels = count;
        return this;
    }

    /** Bears any number of dirty rows. */
    TestJob bearAll() {
        maxDirty = OptionalLong.empty();
        return this;
    }

    TestJob bear(long records) {
        maxDirty = OptionalLong.of(records);
        return this;
    }

    TestJob bearShare(double share) {
        maxDirty = OptionalLong.empty();
        maxShare = OptionalDouble.of(share);
        return this;
    }

    /** Reads from another place, or as somebody else. */
    TestJob from(UnaryOperator<TestEndpoint> change) {
        source = change.apply(source);
        return this;
    }

    /** Writes to another place, or as somebody else. */
    TestJob into(UnaryOperator<TestEndpoint> change) {
        destination = change.apply(destination);
        return this;
    }

    /** Does something to a database when the checks are done, before the job is planned. */
    TestJob whenChecked(Action action) {
        whenChecked = action;
        return this;
    }

    /** Does something to a database when the job is planned, before the first row is read. */
    TestJob whenPlanned(Action action) {
        whenPlanned = action;
        return this;
    }

    RunReport run() {
        return bind().run();
    }

    /** Runs with another connector's reader or writer in place of this job's own. */
    RunReport run(Reader from, Writer to) {
        return bind(from, to).run();
    }

    List<Finding> check() {
        return bind().check();
    }

    /** Returns the plan of the last run or check. */
    BatchPlan plan() {
        return Objects.requireNonNull(plan.get());
    }

    /** Returns the splits of the last plan, as the connector has them. */
    List<PostgresSplit> splits() {
        return plan().splits().splits().stream().map(PostgresSplit.class::cast).toList();
    }

    List<DirtyRow> dirtyRows() {
        try {
            return Files.exists(dirtyFile)
                    ? Files.readAllLines(dirtyFile).stream()
                            .map(DirtyRow::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BatchRun bind() {
        return bind(reader(), writer());
    }

    private BatchRun bind(Reader from, Writer to) {
        return new BatchRun(from, to, settings(), new LocalEngine(), dirtyFile, new PlanKeeper(), Time.system());
    }

    /** Returns the job's reader alone, bound as a run would have it; the caller closes. */
    PostgresReader reader() {
        PostgresReaderOptions options = new PostgresReaderOptions(
                new Relations(source.endpoint(), tables, queries),
                readColumns,
                where,
                splitPk,
                splitFactor,
                consistency);
        return new PostgresReader(source.server(timeZone), options);
    }

    /** Returns the job's writer alone, bound as a run would have it; the caller closes. */
    PostgresWriter writer() {
        PostgresWriterOptions options = new PostgresWriterOptions(
                new Relations(destination.endpoint(), List.of(target), List.of()),
                writeColumns,
                preSql,
                postSql,
                mode,
                nulByte);
        return new PostgresWriter(destination.server(timeZone), options);
    }

    private Settings settings() {
        return new Settings(
                new ErrorLimit(maxDirty, maxShare, ErrorLimit.Origin.STATED),
                new Speed(channels, OptionalLong.empty(), OptionalLong.empty()),
                Execution.LOCAL,
                Optional.empty());
    }

    private final class PlanKeeper implements RunListener {
        @Override
        public void checked(List<Finding> findings) {
            attempt(whenChecked);
        }

        @Override
        public void planned(BatchPlan planned, RunCounters counters) {
            plan.set(planned);
            attempt(whenPlanned);
        }

        private static void attempt(Action action) {
            try {
                action.run();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
