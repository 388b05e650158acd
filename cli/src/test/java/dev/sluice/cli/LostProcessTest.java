package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of a run is gone or stands still, and another one takes its place: no row is lost, and none comes twice. */
@Timeout(180)
final class LostProcessTest {
    private static final String WAITS = "select count(*) from pg_stat_activity"
            + " where datname = current_database() and wait_event_type = 'Lock' and query like 'COPY%'";
    private static final String ROWS = "select count(*) from t1";

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private LiveCopy live;

    /** Rows that come twice are seen only where no key keeps them out. */
    @BeforeEach
    void open() throws SQLException {
        live = new LiveCopy(folder);
        live.both("create table t1 (v int)");
        live.source().execute("alter table t1 replica identity full");
        insert(1, 100);
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
    }

    private void insert(int from, int to) throws SQLException {
        live.source().execute("insert into t1 select generate_series(" + from + ", " + to + ")");
    }

    private static void endSessions(TestDatabase database) throws SQLException {
        database.query("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and application_name = 'sluice'");
    }

    /** Its writer does not see that nobody listens any more, as long as it waits or works. */
    @Test
    void whatAKilledRunHasLeftAtWorkIsWaitedFor() throws Exception {
        try (Connection locker = live.destination().connect();
                Statement lock = locker.createStatement()) {
            lock.execute("begin; lock table t1 in exclusive mode");
            try (SluiceProcess killed = live.start("run")) {
                live.awaitAtDestination(killed, WAITS, "1");
                killed.signal("KILL");
                assertThat(killed.outcome().exitCode()).isEqualTo(137);
            }
            try (SluiceProcess next = live.start("run", "--until", "caught-up")) {
                next.awaitErr("is still at work for an earlier run of this job");
                lock.execute("rollback");

                assertThat(next.outcome().exitCode()).as(next.err()).isEqualTo(0);
            }
        }
        live.assertEqual(1);
    }

    @Test
    void aRunThatStoodStillWritesNoMore() throws Exception {
        try (SluiceProcess still = live.start("run")) {
            live.awaitAtDestination(still, ROWS, "100");
            insert(101, 200);
            live.awaitAtDestination(still, ROWS, "200");
            still.signal("STOP");
            insert(201, 300);
            endSessions(live.destination());
            endSessions(live.source());

            TestWorkspace other = copyOfWorkspace();
            try (SluiceProcess next =
                    SluiceProcess.start(elsewhere, "run", "live.json", "--workspace", elsewhere.toString())) {
                live.awaitAtDestination(next, ROWS, "300");
                still.signal("CONT");
                still.awaitErr("ALREADY_RUNNING");
                insert(301, 400);
                live.awaitAtDestination(next, ROWS, "400");

                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
                assertThat(other.sluice("stop", "live.json").exitCode()).isEqualTo(0);
            }
        }
        live.assertEqual(List.of("t1"));
    }

    private TestWorkspace copyOfWorkspace() {
        TestWorkspace other = new TestWorkspace(elsewhere);
        other.dataSource("source", live.source());
        other.dataSource("destination", live.destination());
        other.write("jobs/live.json", live.workspace().read("jobs/live.json"));
        return other;
    }
}
