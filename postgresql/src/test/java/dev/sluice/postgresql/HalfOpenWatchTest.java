package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.Time;
import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
final class HalfOpenWatchTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final Duration LIMIT = Duration.ofMillis(300);

    private FaultProxy proxy;
    private Sessions sessions;
    private PgSession session;
    private HalfOpenWatch watch;

    @BeforeEach
    void open() {
        proxy = FaultProxy.to(TestingPostgres.shared());
        TestEndpoint endpoint = TestEndpoint.of(DATABASES.destination()).at(proxy.host(), proxy.port());
        sessions = new Sessions(endpoint.server(ZoneOffset.UTC), Side.DESTINATION);
        session = sessions.open();
        watch = new HalfOpenWatch(session, sessions, LIMIT, Time.system());
    }

    @AfterEach
    void close() {
        watch.close();
        sessions.close();
        proxy.close();
    }

    private boolean isThere(int process) throws SQLException {
        return "1"
                .equals(DATABASES.destination().value("SELECT count(*) FROM pg_stat_activity WHERE pid = " + process));
    }

    @Test
    void endsBothEndsOfAConnectionThatTheNetworkHasForgotten() throws SQLException {
        int process = session.process();
        session.execute("SELECT pg_advisory_lock(1)");
        proxy.forget();
        watch.begin();

        assertThatThrownBy(() -> session.execute("SELECT 1"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(PgErrors.code(e, Side.DESTINATION)).isEqualTo(ErrorCode.CONNECTION_LOST));

        while (isThere(process)) {
            DATABASES.destination().value("SELECT pg_sleep(0.02)::text");
        }
    }

    @Test
    void letsAStatementTakeAsLongAsItLikes() throws SQLException {
        watch.begin();
        session.execute("SELECT pg_sleep(1.5)");
        watch.end();

        assertThat(isThere(session.process())).isTrue();
    }

    @Test
    void letsASessionAloneOfWhichNobodyWaitsForAnything() throws SQLException {
        watch.begin();
        watch.end();
        session.execute("SELECT 1");
        DATABASES.destination().value("SELECT pg_sleep(1)::text");

        session.execute("SELECT 1");
        assertThat(isThere(session.process())).isTrue();
    }
}
