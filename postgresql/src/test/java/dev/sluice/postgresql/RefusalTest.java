package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is there and lets nobody in: which finding says why, and that what it advises mends it. */
final class RefusalTest {
    private static final String USER = "Mr. \"X\"";

    private static TestingPostgres server;
    private TestDatabase source;
    private TestDatabase destination;

    @BeforeAll
    static void start() {
        server = TestingPostgres.builder().hba("host all barred all reject").build();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        source = server.newDatabase();
        destination = server.newDatabase();
        source.createUser(USER, "secret");
        source.execute("CREATE TABLE t (id int)", "GRANT SELECT ON t TO PUBLIC", "INSERT INTO t VALUES (7)");
        destination.execute("CREATE TABLE t (id int)");
    }

    @AfterEach
    void close() throws SQLException {
        source.execute("DROP OWNED BY \"Mr. \"\"X\"\"\"");
        source.close();
        destination.close();
    }

    static Stream<Arguments> obstacles() {
        String user = "\"Mr. \"\"X\"\"\"";
        return Stream.of(
                Arguments.of(
                        "REVOKE CONNECT ON DATABASE :db FROM PUBLIC",
                        ErrorCode.PREFLIGHT_FAILED,
                        "permission denied for database",
                        "GRANT CONNECT ON DATABASE :db TO " + user),
                Arguments.of(
                        "ALTER ROLE " + user + " NOLOGIN",
                        ErrorCode.AUTHENTICATION_FAILED,
                        "is not permitted to log in",
                        "ALTER ROLE " + user + " LOGIN"),
                Arguments.of(
                        "ALTER ROLE " + user + " CONNECTION LIMIT 0",
                        ErrorCode.UNREACHABLE,
                        "too many connections for role",
                        "ALTER ROLE " + user + " CONNECTION LIMIT -1"),
                Arguments.of(
                        "ALTER DATABASE :db CONNECTION LIMIT 0",
                        ErrorCode.UNREACHABLE,
                        "too many connections for database",
                        "ALTER DATABASE :db CONNECTION LIMIT -1"),
                Arguments.of(
                        "ALTER DATABASE :db ALLOW_CONNECTIONS false",
                        ErrorCode.PREFLIGHT_FAILED,
                        "is not currently accepting connections",
                        "ALTER DATABASE :db ALLOW_CONNECTIONS true"));
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void isMendedByTheAdvice(String obstacle, ErrorCode code, String words, String cure) throws SQLException {
        String database = Quoting.identifier(source.name());
        server.execute(obstacle.replace(":db", database));
        TestJob job = new TestJob(source, destination).table("t").from(place -> place.as(USER, "secret"));

        Finding finding = Findings.only(Outcome.FAILED, job);
        assertThat(finding.check()).isEqualTo("source connection");
        assertThat(finding.code()).contains(code);
        assertThat(finding.detail()).contains(words).doesNotContain("secret");
        assertThat(finding.cure().orElseThrow()).startsWith(cure.replace(":db", database));
        assertThat(job.run().status()).isEqualTo(RunStatus.NOT_STARTED);
        server.execute(finding.cure().orElseThrow().split(";", 2)[0]);

        RunReport report = job.run();

        assertThat(report.error()).isEmpty();
        assertThat(destination.value("SELECT id FROM t")).isEqualTo("7");
    }

    @Test
    void namesTheLineOfPgHbaThatIsWanted() throws SQLException {
        source.createUser("barred", "secret");
        TestJob job = new TestJob(source, destination).table("t").from(place -> place.as("barred", "secret"));

        Finding finding = Findings.only(Outcome.FAILED, job);

        assertThat(finding.code()).contains(ErrorCode.AUTHENTICATION_FAILED);
        assertThat(finding.detail()).contains("pg_hba.conf rejects connection");
        assertThat(finding.cure().orElseThrow())
                .contains("  barred  127.0.0.1/32  scram-sha-256")
                .contains("pg_reload_conf()");
    }

    @Test
    void tellsHowToMakeADatabaseThatIsMissing() {
        TestJob job = new TestJob(source, destination).table("t").into(place -> place.in("not there"));

        assertThat(Findings.only(Outcome.FAILED, job).cure().orElseThrow()).endsWith("CREATE DATABASE \"not there\"");
    }
}
