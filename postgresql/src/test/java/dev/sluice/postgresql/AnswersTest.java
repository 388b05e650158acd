package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a session waits for an answer. */
@Timeout(60)
final class AnswersTest {
    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestingPostgres.shared().newDatabase();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void endsWithTheLimitAndMayPass() throws SQLException {
        try (Gate gate = new Gate(database);
                PgSession session = new PgSession(database.connect(), Side.SOURCE)) {
            assertThatThrownBy(() ->
                            session.answered(Duration.ofMillis(100), () -> session.isTrue("SELECT " + Gate.CONDITION)))
                    .isInstanceOfSatisfying(
                            SyncException.class,
                            error -> assertThat(error.code().retryable()).isTrue());
            gate.open();
        }
    }

    @Test
    void isLimitedForOneQuestionOnly() throws SQLException {
        try (Connection connection = database.connect();
                PgSession session = new PgSession(connection, Side.SOURCE)) {
            assertThat(session.<Boolean>answered(Duration.ofMinutes(1), () -> session.isTrue("SELECT true")))
                    .isTrue();
            assertThatThrownBy(() -> session.answered(Duration.ofMinutes(1), () -> session.isTrue("SELECT 1/0")))
                    .isInstanceOf(SyncException.class);

            assertThat(connection.getNetworkTimeout()).isZero();
        }
    }

    @Test
    void isWaitedForAsTheUserSays() throws SQLException {
        try (Connection connection = database.connect();
                PgSession session = new PgSession(connection, Side.SOURCE)) {
            connection.setNetworkTimeout(Runnable::run, 7_000);

            int limit = session.answered(Duration.ofMinutes(1), () -> networkTimeout(connection));

            assertThat(limit).isEqualTo(7_000);
            assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
        }
    }

    private static int networkTimeout(Connection connection) {
        try {
            return connection.getNetworkTimeout();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
