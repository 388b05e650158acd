package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.HandTime;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending sessions by a clock that costs no time. */
@Timeout(60)
final class CancellerTest {
    private static final String WAIT = "SELECT pg_sleep(3600)";

    /** Heeds no request; only the end of the connection, which it does not see, or of the backend ends it. */
    private static final String DEAF =
            "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(3600); EXCEPTION WHEN query_canceled THEN END; END LOOP; END $$";

    private final HandTime time = new HandTime();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestingPostgres.shared().newDatabase();
    }

    @AfterEach
    void close() throws SQLException {
        threads.shutdown();
        database.close();
    }

    /** Runs a statement in each of so many sessions, and returns how each ends, once all of them wait. */
    private List<Future<SQLException>> run(Sessions sessions, int count, String sql) throws Exception {
        List<Future<SQLException>> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PgSession session = sessions.open();
            ends.add(threads.submit(() -> end(session, sql)));
        }
        Gate.await(
                database,
                "SELECT count(*) = " + count + " FROM pg_stat_activity"
                        + " WHERE wait_event = 'PgSleep' AND application_name = 'sluice' AND datname = current_database()");
        return ends;
    }

    private static SQLException end(PgSession session, String sql) {
        try {
            session.execute(sql);
            throw new IllegalStateException("it came to its end");
        } catch (SQLException e) {
            return e;
        }
    }

    private Sessions sessions(TestEndpoint place) {
        return new Sessions(place.server(ZoneOffset.UTC), Side.SOURCE, time);
    }

    @Test
    void aServerThatAnswersIsAsked() throws Exception {
        try (Sessions sessions = new Sessions(TestEndpoint.of(database).server(ZoneOffset.UTC), Side.SOURCE)) {
            List<Future<SQLException>> ends = run(sessions, 40, WAIT);

            sessions.cancel();

            for (Future<SQLException> end : ends) {
                assertThat(PgErrors.state(end.get())).isEqualTo("57014");
            }
        }
    }

    @Test
    void whoeverDoesNotHeedItIsCut() throws Exception {
        try (Sessions sessions = sessions(TestEndpoint.of(database))) {
            List<Future<SQLException>> ends = run(sessions, 3, DEAF);

            sessions.cancel();

            for (Future<SQLException> end : ends) {
                assertThat(PgErrors.state(end.get())).startsWith("08");
            }
            assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void silentSessionsAreCutTogether() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(database.server());
                Sessions sessions = sessions(TestEndpoint.of(database).at(proxy.host(), proxy.port()))) {
            List<Future<SQLException>> ends = run(sessions, 64, WAIT);
            proxy.silence();

            sessions.cancel();

            for (Future<SQLException> end : ends) {
                assertThat(PgErrors.state(end.get())).startsWith("08");
            }
            assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void nothingBeginsAfterIt() {
        try (Sessions sessions = sessions(TestEndpoint.of(database))) {
            sessions.cancel();
            sessions.cancel();

            assertThatThrownBy(sessions::open)
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        }
    }

    @Test
    void whoIsInterruptedWhileItConnectsGivesUp() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(database.server());
                Sessions sessions = sessions(TestEndpoint.of(database).at(proxy.host(), proxy.port()))) {
            proxy.silence();
            Future<?> opening = threads.submit(() -> assertThatThrownBy(sessions::open)
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED)));
            Stopping.awaitConnecting(1);

            threads.shutdownNow();

            opening.get();
        }
    }
}
