package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run is stopped while a transaction comes that the source sends as a whole when it is committed, as before version 14. */
@Timeout(120)
final class StopInLargeTransactionTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.with(
            "stopped",
            "t",
            "{\"RuntimeSettings\": [{\"Name\": \"sluice.large.transactions\", \"Value\": \"source\"}]}");

    private static final String WAITS = "EXISTS (SELECT 1 FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND datname = current_database())";

    private static final int ROWS = 300_000;

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void makeTable() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text)");
    }

    /** Most of it is on its way yet: the first piece of it waits at the destination. */
    @Test
    void itDoesNotWaitForTheRest() throws Exception {
        try (Connection locker = DATABASES.destination().connect();
                Statement lock = locker.createStatement()) {
            try (Running running = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
                lock.execute("BEGIN; LOCK TABLE t IN EXCLUSIVE MODE");
                DATABASES
                        .source()
                        .execute("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, " + ROWS + ") i");
                running.await(DATABASES.destination(), WAITS);
            }
            Stopping.awaitNoSession(DATABASES.source());
            lock.execute("ROLLBACK");
        }
        assertThat(DATABASES.count("t")).isZero();

        jobs.catchUp(JOB);
        assertThat(DATABASES.count("t")).isEqualTo(ROWS);
    }
}
