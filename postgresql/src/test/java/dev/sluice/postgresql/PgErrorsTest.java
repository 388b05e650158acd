package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.Culprit;
import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.testkit.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a real server's last words. */
@Timeout(60)
final class PgErrorsTest {
    private final TestingPostgres server = TestingPostgres.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 / 0 | 22012 | SOURCE_FAILED | SOURCE | division by zero |",
                "SELECT * FROM missing | 42P01 | SOURCE_FAILED | SOURCE | relation \"missing\" does not exist |",
                "SET statement_timeout = 1 >> SELECT pg_sleep(60) | 57014 | CANCELLED | USER | statement timeout |",
                "SELECT pg_terminate_backend(pg_backend_pid()) | 57P01 | CONNECTION_LOST | NETWORK"
                        + " | terminating connection due to administrator command | Somebody ended the session",
                "DO $$ BEGIN RAISE 'x' USING ERRCODE = '57P04'; END $$ | 57P04 | CONNECTION_LOST | NETWORK"
                        + " | x | name of the database",
                "DO $$ BEGIN RAISE 'x' USING ERRCODE = '57P05'; END $$ | 57P05 | CONNECTION_LOST | NETWORK"
                        + " | x | Raise that time limit",
            })
    void ofAStatement(String sql, String state, ErrorCode code, Culprit culprit, String words, String cure)
            throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            SQLException e = catchThrowableOfType(SQLException.class, () -> {
                for (String step : sql.split(" >> ", -1)) {
                    statement.execute(step);
                }
            });

            assertThat(e.getSQLState()).isEqualTo(state);
            assertTells(PgErrors.of(e, Side.SOURCE, "It failed"), code, words, cure);
            assertThat(code.culprit()).isEqualTo(culprit);
        }
    }

    private static void assertTells(SyncException failure, ErrorCode code, String words, String cure) {
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageStartingWith("It failed: ").hasMessageContaining(words);
        assertThat(failure.getCause()).isInstanceOf(SQLException.class);
        if (cure == null) {
            assertThat(failure.hint()).isEmpty();
        } else {
            assertThat(failure.hint()).get().asString().contains(cure);
        }
    }

    @Test
    void ofASessionThatWaitedTooLong() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET idle_in_transaction_session_timeout = 1; BEGIN");
            int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            awaitEnd(backend);

            SQLException e = catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"));

            assertTells(
                    PgErrors.of(e, Side.DESTINATION, "It failed"),
                    ErrorCode.CONNECTION_LOST,
                    "idle-in-transaction timeout",
                    "Raise that time limit");
        }
    }

    private void awaitEnd(int backend) throws SQLException {
        while (!"0".equals(server.value("SELECT count(*) FROM pg_stat_activity WHERE pid = " + backend))) {
            server.query("SELECT pg_sleep(0.01)::text");
        }
    }

    @Test
    void ofAServerThatTakesNobodyYet() {
        SQLException starting = new SQLException("the database system is starting up", "57P03");

        SyncException failure = ConnectFailure.error(
                starting,
                Side.SOURCE,
                new TestEndpoint("localhost", 1, "shop", "reader", "secret").server(ZoneOffset.UTC));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(failure)
                .hasMessage("No connection to the source shop (localhost:1/shop): the database system is starting up");
        assertThat(failure.hint()).get().asString().contains("starting or shutting down");
    }
}
