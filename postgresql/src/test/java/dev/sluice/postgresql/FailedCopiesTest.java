package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.realtime.RunPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a copy that failed, while the others are followed. */
final class FailedCopiesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("failing", "t.*");
    private static final TableName NEW = new TableName("public", "t_new");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void follow() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        jobs.catchUp(JOB);
    }

    private static void makeRefused(String table) throws SQLException {
        DATABASES
                .source()
                .execute("CREATE TABLE " + table + " (a int PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        DATABASES.destination().execute("CREATE TABLE " + table + " (a int PRIMARY KEY CHECK (a > 1))");
    }

    private SyncException failure() {
        return jobs.run(JOB, RunPlan.Until.CAUGHT_UP).run().error().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"t_a, t_b", "t_b, t_a", "t_new, t_2", "t_2, t_new"})
    void aTableIsFollowedUnderTheNameThatItHasGotSince(String before, String after) throws SQLException {
        makeRefused(before);
        assertThat(failure().code()).isEqualTo(ErrorCode.TOO_MANY_DIRTY_ROWS);
        DATABASES.source().execute("ALTER TABLE " + before + " RENAME TO " + after);
        jobs.catchUp(JOB);
        DATABASES.source().execute("INSERT INTO " + after + " VALUES (2)", "DELETE FROM " + after + " WHERE a = 1");
        jobs.catchUp(JOB);

        DATABASES.assertSame(after);
    }

    @Test
    void aTableThatIsTakenOutOfTheRulesIsForgotten() throws SQLException {
        makeRefused("t_new");
        assertThat(failure().code()).isEqualTo(ErrorCode.TOO_MANY_DIRTY_ROWS);
        DATABASES.source().execute("INSERT INTO t VALUES (2)");

        jobs.catchUp(RealtimeJobs.job("failing", "t"));

        DATABASES.assertSame("t");
    }

    /** Begins the copy of the new table, brings a row of it, and goes no further. */
    private void beginCopy() throws SQLException {
        try (ChangeSource source = jobs.source(JOB);
                ChangeSink sink = jobs.sink(JOB)) {
            sink.prepare(source.tables());
            sink.copying(NEW, source.definition(NEW));
        }
        DATABASES.destination().execute("INSERT INTO t_new SELECT * FROM (VALUES (7)) AS copied (a)");
    }

    /** Nothing of the table that is gone is to be followed, whatever is done where columns change. */
    @ParameterizedTest
    @ValueSource(strings = {"(a text PRIMARY KEY, b int)", "(b int PRIMARY KEY)", "(a int PRIMARY KEY)"})
    void aTableThatGetsTheNameOfOneWhoseCopyBeganIsCopied(String columns) throws SQLException {
        DATABASES.source().execute("CREATE TABLE t_new (a int PRIMARY KEY)");
        beginCopy();
        DATABASES.source().execute("DROP TABLE t_new", "CREATE TABLE t_new " + columns, "INSERT INTO t_new VALUES (2)");

        jobs.catchUp(JOB);

        DATABASES.assertSame("t_new");
        assertThat(jobs.warnings()).isEmpty();
    }

    /** A table that the user has made stays, without the rows that a copy brought. */
    @Test
    void aTableThatGetsTheNameOfOneWhoseCopyBeganGoesWhereThatWent() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t_new (a int PRIMARY KEY)");
        DATABASES.destination().execute("COMMENT ON TABLE t_new IS 'mine'");
        beginCopy();
        DATABASES
                .source()
                .execute("DROP TABLE t_new", "CREATE TABLE t_new (a int PRIMARY KEY)", "INSERT INTO t_new VALUES (2)");

        jobs.catchUp(JOB);

        DATABASES.assertSame("t_new");
        assertThat(DATABASES.text("SELECT obj_description('t_new'::regclass)")).isEqualTo("mine");
    }

    /** A writer that was given up may be about to commit; nothing of it is in the table yet. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE other (a int)", "CREATE TABLE referring (a int REFERENCES t_new)"})
    void whatALostWriterCommitsGoesBeforeTheCopyBeginsAnew(String beside) throws SQLException {
        DATABASES.onBoth("CREATE TABLE t_new (a int PRIMARY KEY)");
        DATABASES.destination().execute(beside);
        try (ChangeSource source = jobs.source(JOB);
                ChangeSink sink = jobs.sink(JOB);
                Connection lost = DATABASES.destination().connect();
                Statement writer = lost.createStatement()) {
            sink.prepare(source.tables());
            TableDefinition definition = source.definition(NEW);
            sink.copying(NEW, definition);
            writer.execute("BEGIN; INSERT INTO t_new VALUES (1)");

            CompletableFuture<Void> anew = CompletableFuture.runAsync(() -> sink.copying(NEW, definition));
            awaitLockWaitOr(anew);
            writer.execute("COMMIT");
            anew.join();

            assertThat(DATABASES.count("t_new")).isZero();
        }
    }

    private static void awaitLockWaitOr(CompletableFuture<Void> ended) throws SQLException {
        boolean waits = false;
        while (!waits && !ended.isDone()) {
            waits = DATABASES.text("""
                    SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                                      AND wait_event_type = 'Lock') FROM pg_sleep(0.02)""").equals("t");
        }
    }

    /** A job goes on with what it was refused; a transaction that stayed open would keep its locks until the next commit. */
    @Test
    void aTableThatHasRowsIsNotLocked() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t_new (a int PRIMARY KEY)");
        DATABASES.destination().execute("INSERT INTO t_new VALUES (7)");
        try (ChangeSource source = jobs.source(JOB);
                ChangeSink sink = jobs.sink(JOB)) {
            sink.prepare(source.tables());
            TableDefinition definition = source.definition(NEW);

            assertThatThrownBy(() -> sink.copying(NEW, definition)).hasMessageContaining("has rows already");

            DATABASES.destination().execute("SET lock_timeout = '10s'; TRUNCATE t_new");
        }
    }
}
