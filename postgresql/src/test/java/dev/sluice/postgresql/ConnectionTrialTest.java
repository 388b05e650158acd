package dev.sluice.postgresql;

import static dev.sluice.connector.ConnectionTest.Stage.AUTHENTICATE;
import static dev.sluice.connector.ConnectionTest.Stage.CONNECT;
import static dev.sluice.connector.ConnectionTest.Stage.RESOLVE;
import static dev.sluice.connector.ConnectionTest.Stage.TLS;
import static dev.sluice.connector.ConnectionTest.Stage.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ConnectionTest;
import dev.sluice.connector.ConnectionTest.Stage;
import dev.sluice.connector.ConnectionTest.Step;
import dev.sluice.connector.ConnectionTest.StepOutcome;
import dev.sluice.connector.ConnectionTest.Verdict;
import dev.sluice.job.DataSourceParser;
import dev.sluice.job.JobText;
import dev.sluice.testkit.ClosedPort;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sources tried without TLS, address by address and step by step. */
@Timeout(120)
final class ConnectionTrialTest {
    private static final String PASSWORD = "user-secret";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static TestDatabase database;

    @BeforeAll
    static void makeUsers() throws SQLException {
        database = TestingPostgres.shared().newDatabase();
        for (String user : new String[] {"trial_good", "trial_full", "trial_no_login", "trial_barred"}) {
            database.createUser(user, PASSWORD);
        }
        database.execute(
                "ALTER ROLE trial_full CONNECTION LIMIT 0",
                "ALTER ROLE trial_no_login NOLOGIN",
                "REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC",
                "GRANT CONNECT ON DATABASE " + database.name() + " TO trial_good, trial_full");
    }

    @AfterAll
    static void drop() throws SQLException {
        database.close();
    }

    private static ConnectionTest test(Duration limit, String keys) {
        String text = "{" + keys.replace('\'', '"') + "}";
        return new PostgresConnector()
                .test(new DataSourceParser(Map.of()).parse(new JobText("shop.json", text), Path.of("")), limit);
    }

    private static ConnectionTest test(String user, String password, String name, int... ports) {
        String addresses = Arrays.stream(ports)
                .mapToObj(port -> "{'host': 'localhost', 'port': " + port + "}")
                .reduce((one, two) -> one + ", " + two)
                .orElseThrow();
        return test(
                LIMIT,
                "'address': [%s], 'database': '%s', 'username': '%s', 'password': '%s'"
                        .formatted(addresses, name, user, password));
    }

    private static ConnectionTest test(FakeServer server, Duration limit) {
        return test(
                limit,
                "'address': [{'host': '127.0.0.1', 'port': %d}], 'database': 'd', 'username': 'u', 'password': '%s'"
                        .formatted(server.port(), PASSWORD));
    }

    private static Step step(ConnectionTest test, Stage stage) {
        return steps(test).get(index(test, stage));
    }

    private static int index(ConnectionTest test, Stage stage) {
        return steps(test).stream().map(Step::stage).toList().indexOf(stage);
    }

    private static List<Step> steps(ConnectionTest test) {
        return test.attempts().get(test.attempts().size() - 1).steps();
    }

    /** All steps before the failed one went well or were not asked for, and none behind it was taken. */
    private static void assertFails(ConnectionTest test, Verdict verdict, Stage stage, String why, String cure) {
        assertThat(test.verdict()).as(test.toString()).isEqualTo(verdict);
        assertThat(steps(test)).extracting(Step::stage).containsExactly(Stage.values());
        assertThat(step(test, stage)).satisfies(failed -> {
            assertThat(failed.outcome()).isEqualTo(StepOutcome.FAILED);
            assertThat(failed.detail()).contains(why);
            assertThat(failed.cure()).get().asString().contains(cure);
        });
        assertThat(steps(test).subList(0, index(test, stage))).noneMatch(step -> step.outcome() == StepOutcome.FAILED);
        assertThat(steps(test).subList(index(test, stage) + 1, 5))
                .allMatch(step -> step.outcome() == StepOutcome.SKIPPED);
        assertThat(test.toString()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 16, 18})
    void aServerLetsUsIn(int version) {
        TestingPostgres server = TestingPostgres.shared(version);

        ConnectionTest test = test(server.user(), server.password(), "postgres", server.port());

        assertThat(test.verdict()).as(test.toString()).isEqualTo(Verdict.CONNECTABLE);
        assertThat(test.attempts().get(0).address()).isEqualTo("localhost:" + server.port() + "/postgres");
        assertThat(step(test, RESOLVE).detail()).startsWith("localhost is ").contains("127.0.0.1");
        assertThat(step(test, CONNECT).detail()).endsWith(":" + server.port() + " answers");
        assertThat(step(test, TLS)).isEqualTo(Step.skipped(TLS, "not used, sslMode disable"));
        assertThat(step(test, AUTHENTICATE).detail()).isEqualTo("user postgres, database postgres");
        assertThat(step(test, VERSION).detail()).startsWith("PostgreSQL " + version + ".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trial_good     | wrong-secret | DATABASE | CONFIG_ERROR | password authentication failed for user "trial_good" | Check username and password
            nobody_here    | user-secret  | DATABASE | CONFIG_ERROR | password authentication failed for user "nobody_here" | Check username and password
            trial_no_login | user-secret  | DATABASE | CONFIG_ERROR | is not permitted to log in                            | ALTER ROLE "trial_no_login" LOGIN
            trial_good     | user-secret  | missing  | CONFIG_ERROR | database "missing" does not exist                     | name of the database
            trial_barred   | user-secret  | DATABASE | CONFIG_ERROR | permission denied for database                        | GRANT CONNECT ON DATABASE
            trial_full     | user-secret  | DATABASE | UNREACHABLE  | too many connections for role "trial_full"            | CONNECTION LIMIT -1
            trial_good     | ''           | DATABASE | CONFIG_ERROR | password                                              | Give the data source its "password"
            """)
    void aServerDoesNotLetUsIn(String user, String password, String name, Verdict verdict, String why, String cure) {
        ConnectionTest test = test(
                user,
                password,
                name.replace("DATABASE", database.name()),
                database.server().port());

        assertFails(test, verdict, AUTHENTICATE, why, cure);
        assertThat(step(test, TLS)).isEqualTo(Step.skipped(TLS, "not asked for"));
    }

    private static ConnectionTest testUrl(String name, String properties) {
        return test(
                LIMIT,
                "'jdbcUrl': 'jdbc:postgresql://localhost:%d/%s', 'username': 'trial_good', 'password': '%s', 'properties': {%s}"
                        .formatted(database.server().port(), name, PASSWORD, properties));
    }

    @Test
    void theDatabaseOfAUrlIsNamedInTheCure() {
        assertFails(
                testUrl("not_there", ""),
                Verdict.CONFIG_ERROR,
                AUTHENTICATE,
                "\"not_there\" does not exist",
                "CREATE DATABASE \"not_there\"");
    }

    @Test
    void whatTheUserMayNotSetIsNoMatterOfConnecting() {
        assertFails(
                testUrl(database.name(), "'options': '-c log_statement=all'"),
                Verdict.CONFIG_ERROR,
                AUTHENTICATE,
                "permission denied to set parameter \"log_statement\"",
                "Take it out of");
    }

    /** The driver would show them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "connectTimeout",
                "defaultRowFetchSize",
                "socketFactory",
                "targetServerType",
                "authenticationPluginClassName",
                "options",
                "sslmode"
            })
    void valuesOfPropertiesAreNotShown(String name) {
        ConnectionTest test = testUrl(database.name(), "'" + name + "': 'S3cret'");

        assertThat(test.verdict()).as(test.toString()).isNotEqualTo(Verdict.CONNECTABLE);
        assertThat(test.toString()).doesNotContain("S3cret");
    }

    @Test
    void filesOfPasswordsAreNotLookedFor(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("pgpass"), "*:*:*:trial_good:" + PASSWORD + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try {
            ConnectionTest test =
                    test("trial_good", "", database.name(), database.server().port());

            assertFails(test, Verdict.CONFIG_ERROR, AUTHENTICATE, "password", "Give the data source its \"password\"");
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    @Test
    void thePasswordChanges() throws SQLException {
        int port = database.server().port();
        assertThat(test("trial_good", PASSWORD, database.name(), port).verdict())
                .isEqualTo(Verdict.CONNECTABLE);

        database.execute("ALTER ROLE trial_good PASSWORD 'another-secret'");

        assertThat(test("trial_good", PASSWORD, database.name(), port).verdict())
                .isEqualTo(Verdict.CONFIG_ERROR);
        assertThat(test("trial_good", "another-secret", database.name(), port).verdict())
                .isEqualTo(Verdict.CONNECTABLE);
        database.execute("ALTER ROLE trial_good PASSWORD '" + PASSWORD + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest", "Guest-1"})
    void theLineForPgHbaLetsUsIn(String user) throws SQLException, IOException {
        try (TestingPostgres server = TestingPostgres.builder()
                .hba("host all \"" + user + "\" all reject")
                .build()) {
            server.createUser(user, PASSWORD);
            ConnectionTest refused = test(user, PASSWORD, "postgres", server.port());
            assertFails(refused, Verdict.CONFIG_ERROR, AUTHENTICATE, "pg_hba.conf", "SELECT pg_reload_conf()");
            String line = step(refused, AUTHENTICATE)
                    .cure()
                    .orElseThrow()
                    .lines()
                    .reduce((first, last) -> last)
                    .orElseThrow();
            assertThat(line.strip()).startsWith("host  postgres  ").endsWith("scram-sha-256");

            Path hba = server.dataDirectory().resolve("pg_hba.conf");
            Files.writeString(hba, line + "\n" + Files.readString(hba));
            server.restart();

            assertThat(test(user, PASSWORD, "postgres", server.port()).verdict())
                    .isEqualTo(Verdict.CONNECTABLE);
        }
    }

    @Test
    void nobodyListens() {
        try (ClosedPort nobody = new ClosedPort()) {
            assertFails(
                    test("u", PASSWORD, "d", nobody.port()),
                    Verdict.UNREACHABLE,
                    CONNECT,
                    "port " + nobody.port() + ": ",
                    "listen_addresses");
        }
    }

    @Test
    void theHostIsUnknown() {
        ConnectionTest test = test(LIMIT, "'address': [{'host': 'nowhere.invalid'}], 'database': 'd'");

        assertFails(test, Verdict.UNREACHABLE, RESOLVE, "nobody knows a host nowhere.invalid", "spelling");
    }

    @Test
    void somethingElseListens() {
        try (FakeServer web = FakeServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertFails(
                    test(web, LIMIT),
                    Verdict.UNSUPPORTED,
                    AUTHENTICATE,
                    "does not speak PostgreSQL's protocol",
                    "another program");
        }
    }

    @Test
    void nobodyAnswers() {
        try (FakeServer silent = FakeServer.silent()) {
            assertFails(
                    test(silent, Duration.ofSeconds(1)),
                    Verdict.UNREACHABLE,
                    AUTHENTICATE,
                    "no answer within 1 s",
                    "hangs");
        }
    }

    @Test
    void theServerIsStarting() {
        try (FakeServer starting = FakeServer.refusing("57P03", "the database system is starting up")) {
            assertFails(
                    test(starting, LIMIT),
                    Verdict.UNREACHABLE,
                    AUTHENTICATE,
                    "the database system is starting up",
                    "when it is up again");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9.6.24 | PostgreSQL 9.6.24 on x86_64     | PostgreSQL 9.6.24
            8.0.2  | PostgreSQL 8.0.2, Redshift      | PostgreSQL 8.0.2
            13.0.0 | CockroachDB CCL v23.1.11        | CockroachDB CCL v23.1.11
            """)
    void theServerIsOldOrOfAnotherKind(String version, String answer, String shown) {
        try (FakeServer other = FakeServer.ofVersion(version, answer)) {
            assertFails(test(other, LIMIT), Verdict.UNSUPPORTED, VERSION, shown, "PostgreSQL from version 10 on");
        }
    }

    @Test
    void everyAddressIsTried() {
        int good = database.server().port();
        try (ClosedPort bad = new ClosedPort()) {
            ConnectionTest test = test("trial_good", PASSWORD, database.name(), bad.port(), good);

            assertThat(test.verdict()).isEqualTo(Verdict.CONNECTABLE);
            assertThat(test.attempts())
                    .extracting(ConnectionTest.Attempt::verdict)
                    .containsExactly(Verdict.UNREACHABLE, Verdict.CONNECTABLE);
            assertThat(test("trial_good", "wrong-secret", database.name(), bad.port(), good)
                            .verdict())
                    .isEqualTo(Verdict.CONFIG_ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://localhost:GOOD/NAME, 1, CONNECTABLE",
        "'jdbc:postgresql://localhost:BAD,localhost:GOOD/NAME?connectTimeout=5', 2, CONNECTABLE",
        "jdbc:postgresql://localhost:BAD/NAME, 1, UNREACHABLE",
        "jdbc:postgresql://localhost:x/NAME, 1, CONFIG_ERROR",
        "jdbc:mysql://localhost:GOOD/NAME, 1, CONFIG_ERROR"
    })
    void theAddressIsAJdbcUrl(String url, int addresses, Verdict verdict) {
        try (ClosedPort bad = new ClosedPort()) {
            String filled = url.replace(
                            "GOOD", Integer.toString(database.server().port()))
                    .replace("BAD", Integer.toString(bad.port()))
                    .replace("NAME", database.name());

            ConnectionTest test = test(
                    LIMIT, "'jdbcUrl': '%s', 'username': 'trial_good', 'password': '%s'".formatted(filled, PASSWORD));

            assertThat(test.attempts()).hasSize(addresses);
            assertThat(test.verdict()).as(test.toString()).isEqualTo(verdict);
            assertThat(test.toString()).doesNotContain("secret");
        }
    }

    @Test
    void aSealedPasswordCannotBeOpened() {
        ConnectionTest test = test(
                "trial_good",
                "sealed:v1:" + "A".repeat(48),
                database.name(),
                database.server().port());

        assertFails(test, Verdict.CONFIG_ERROR, AUTHENTICATE, "there is no key in SLUICE_KEY", "Bring the key");
    }
}
