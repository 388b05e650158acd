package dev.sluice.postgresql;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A table joins the others while programs write to it or to them. */
final class CopiesBesideWritesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.with(
            "beside", "t.*", "{\"DdlHandlingSettings\": [{\"Type\": \"AddColumn\", \"Action\": \"Ignore\"}]}");
    private static final String NEW_TABLE = "CREATE TABLE t_new (id int PRIMARY KEY, v text)";
    private static final String ROWS = "SELECT i, repeat('x', 100) FROM generate_series(1, 20000) i";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final AtomicBoolean enough = new AtomicBoolean();

    @BeforeEach
    void follow() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'first')");
        jobs.catchUp(JOB);
    }

    /** Writes to a table until it is enough. */
    private CompletableFuture<Void> writing(String table) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 1; !enough.get(); i++) {
                    DATABASES
                            .source()
                            .execute(
                                    "INSERT INTO " + table + " VALUES (" + (100_000 + i) + ", 'later')",
                                    "UPDATE " + table + " SET v = 'changed " + i + "' WHERE id = " + i);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void whileWritingTo(String table, Runnable following) {
        CompletableFuture<Void> writer = writing(table);
        following.run();
        enough.set(true);
        writer.join();
        jobs.catchUp(JOB);
    }

    private void join() {
        try (Running run = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            run.await(
                    DATABASES.destination(),
                    "count(*) = 2 FROM sluice_progress WHERE position IS NOT NULL AND table_name <> ''");
        }
    }

    @Test
    void ofATableThatIsWrittenToWhileTheOthersAreQuietNothingIsMissing() throws SQLException {
        DATABASES.source().execute(NEW_TABLE, "INSERT INTO t_new " + ROWS);
        whileWritingTo("t_new", () -> jobs.catchUp(JOB));

        DATABASES.assertSame("t_new");
    }

    @Test
    void aRunThatGoesOnMissesNothingEither() throws SQLException {
        DATABASES.source().execute(NEW_TABLE, "INSERT INTO t_new " + ROWS);
        whileWritingTo("t_new", this::join);

        DATABASES.assertSame("t_new");
    }

    /** What is read once more for a table has descriptions of the others. */
    @Test
    void columnsOfTheOthersThatAreLeftOutStayLeftOut() throws SQLException {
        DATABASES.source().execute("ALTER TABLE t ADD COLUMN c int DEFAULT 5", "INSERT INTO t VALUES (2, 'second')");
        jobs.catchUp(JOB);
        DATABASES.source().execute(NEW_TABLE, "INSERT INTO t_new " + ROWS);
        whileWritingTo("t", this::join);

        DATABASES.source().execute("ALTER TABLE t DROP COLUMN c");
        DATABASES.assertSame("t");
        DATABASES.assertSame("t_new");
    }
}
