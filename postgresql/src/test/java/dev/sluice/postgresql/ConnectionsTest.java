package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.job.DataSource;
import dev.sluice.job.Secret;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that cannot be connected to: what is said, before anything is done. */
final class ConnectionsTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTables() throws SQLException {
        databases.onBoth("CREATE TABLE t (id int)");
    }

    private static void assertRefused(
            ErrorCode code, Side side, UnaryOperator<TestEndpoint> change, String reason, String cure)
            throws SQLException {
        TestJob job = databases.job().table("t").preSql("CREATE TABLE made_too_early ()");
        if (side == Side.SOURCE) {
            job.from(change);
        } else {
            job.into(change);
        }

        assertThat(job.check().stream().filter(finding -> finding.outcome() == Outcome.FAILED))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(side.label() + " connection");
                    assertThat(finding.detail())
                            .contains("No connection to the " + side.label())
                            .contains(databases.source().name().substring(0, 4))
                            .contains(reason)
                            .doesNotContain("super-secret");
                    assertThat(finding.cure()).get().asString().contains(cure);
                });
        RunReport report = job.run();
        assertThat(report.status()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error).hasMessageContaining(reason);
            assertThat(error.hint()).get().asString().contains(cure);
        });
        assertThat(databases.destination().value("SELECT to_regclass('made_too_early')"))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void nobodyListens(Side side) throws SQLException {
        try (ClosedPort nobody = new ClosedPort()) {
            assertRefused(
                    ErrorCode.UNREACHABLE,
                    side,
                    place -> place.at("localhost", nobody.port()),
                    "localhost:" + nobody.port(),
                    "Check host and port");
        }
    }

    /** Applications may want savepoints round their statements; no snapshot is exported within one. */
    @Test
    void theDriverSetsNoSavepointsThoughItIsAskedTo() throws SQLException {
        DataSource dataSource =
                TestEndpoint.of(databases.source()).dataSource(Map.of("autosave", new Secret("always")));
        try (Sessions sessions = new Sessions(new PgServer(dataSource, ZoneOffset.UTC), Side.SOURCE)) {
            PgSession session = sessions.open();
            session.execute("BEGIN");

            assertThat(session.queryVerbatim("SELECT pg_export_snapshot()", row -> row.getString(1)))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void theHostIsUnknown(Side side) throws SQLException {
        assertRefused(
                ErrorCode.UNREACHABLE,
                side,
                place -> place.at("nowhere.invalid", 5432),
                "nowhere.invalid",
                "Check the spelling of \"host\"");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void thePasswordIsWrong(Side side) throws SQLException {
        assertRefused(
                ErrorCode.AUTHENTICATION_FAILED,
                side,
                place -> place.as(place.user(), "wrong-secret"),
                "password authentication failed",
                "Check username and password");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void theDatabaseIsMissing(Side side) throws SQLException {
        assertRefused(
                ErrorCode.PREFLIGHT_FAILED,
                side,
                place -> place.in("test_missing"),
                "database \"test_missing\" does not exist",
                "name of the database");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void somethingElseAnswers(Side side) throws Exception {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread other = new Thread(() -> answerLikeAnotherService(listener), "another-service");
        other.start();
        try (listener) {
            assertRefused(
                    ErrorCode.UNREACHABLE,
                    side,
                    place -> place.at("localhost", listener.getLocalPort()),
                    "localhost:" + listener.getLocalPort(),
                    "Check host and port");
        }
        other.join();
    }

    private static void answerLikeAnotherService(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                assertThat(listener.isClosed()).isTrue();
            }
        }
    }

    @Test
    void aDestinationThatIsReadOnlyIsMendedByTheAdvice() throws SQLException {
        databases
                .destination()
                .execute("DO $$ BEGIN EXECUTE format("
                        + "'ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
        TestJob job = databases.job().table("t");

        Finding finding = job.check().stream()
                .filter(one -> one.outcome() == Outcome.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(finding.check()).isEqualTo("destination server");
        assertThat(job.run().error()).get().asString().contains("default_transaction_read_only is on");
        databases
                .destination()
                .execute(
                        "SET default_transaction_read_only = off",
                        finding.cure().orElseThrow());

        databases.succeed(job);
        databases
                .destination()
                .execute(
                        "SET default_transaction_read_only = off",
                        "DO $$ BEGIN EXECUTE format(" + "'ALTER DATABASE %I RESET ALL', current_database()); END $$");
    }

    @Test
    void aReadOnlySourceIsGoodEnough() throws SQLException {
        databases
                .source()
                .execute("DO $$ BEGIN EXECUTE format("
                        + "'ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");

        databases.succeed(databases.job().table("t").channels(2));

        databases
                .source()
                .execute(
                        "SET default_transaction_read_only = off",
                        "DO $$ BEGIN EXECUTE format(" + "'ALTER DATABASE %I RESET ALL', current_database()); END $$");
    }
}
