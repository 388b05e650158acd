package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TestingPostgresTest {
    private static final String WRONG_PASSWORD = "28P01";

    static List<Integer> versions() {
        return TestingPostgres.testedVersions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void startsTheVersionThatWasAskedFor(int version) throws Exception {
        TestingPostgres server = TestingPostgres.shared(version);

        assertThat(server.value("show server_version_num")).startsWith(Integer.toString(version));
        assertThat(server.value("show wal_level")).isEqualTo("logical");
        assertThat(TestingPostgres.shared(version)).isSameAs(server);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void refusesWrongPasswords(int version) throws Exception {
        TestingPostgres server = TestingPostgres.shared(version);
        try (TestDatabase database = server.newDatabase()) {
            String user = "user_of_" + database.name();
            database.createUser(user, "right");

            try (Connection connection = database.connectAs(user, "right")) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertRefused(() -> database.connectAs(user, "wrong"), WRONG_PASSWORD);
            assertRefused(() -> database.connectAs(server.user(), "wrong"), WRONG_PASSWORD);
            assertRefused(() -> database.connectAs("nobody", "right"), WRONG_PASSWORD);
            assertThat(server.value("select rolpassword from pg_authid where rolname = ?", user))
                    .startsWith("SCRAM-SHA-256");
        }
    }

    private interface Connecting {
        Connection connect() throws SQLException;
    }

    private static void assertRefused(Connecting attempt, String state) {
        assertThatThrownBy(attempt::connect)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    void comesBackAfterACrashWithWhatWasCommitted() throws Exception {
        try (TestingPostgres server = TestingPostgres.builder().durable().build()) {
            server.execute("create table t as select 1 as a");
            Connection cut = server.connect();

            server.killNow();

            assertThat(cut.isValid(1)).isFalse();
            assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
            server.restart();
            assertThat(server.value("select a from t")).isEqualTo("1");
            assertThat(server.value("show fsync")).isEqualTo("on");
            assertThat(server.value("show synchronous_commit")).isEqualTo("on");
            assertThat(server.log()).contains("not properly shut down");
        }
    }

    @Test
    void stopsAndStartsInGoodOrder() throws Exception {
        try (TestingPostgres server = TestingPostgres.start()) {
            int port = server.port();
            server.execute("create table t as select 1 as a", "alter system set work_mem = '7MB'");

            server.stop();
            server.stop();
            assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
            server.restart();

            assertThat(server.port()).isEqualTo(port);
            assertThat(server.value("select a from t")).isEqualTo("1");
            assertThat(server.value("show work_mem")).isEqualTo("7MB");
            assertThat(server.log()).doesNotContain("not properly shut down");
        }
    }

    @Test
    void takesSettingsFilesAndAccessRules() throws Exception {
        TestingPostgresBuilder builder = TestingPostgres.builder()
                .config("cluster_name", "it's a name")
                .config("max_connections", "37")
                .file("secret.txt", "content".getBytes(StandardCharsets.UTF_8))
                .hba("host all trusted all trust", "host all banned all reject");
        try (TestingPostgres server = builder.build()) {
            server.createUser("trusted", "x");
            server.createUser("banned", "x");
            server.createDatabase("Other \"one\"");

            assertThat(server.value("show cluster_name")).isEqualTo("it's a name");
            assertThat(server.value("show max_connections")).isEqualTo("37");
            assertThat(server.value("show wal_level")).isEqualTo("replica");
            assertThat(server.dataDirectory().resolve("secret.txt")).hasContent("content");
            assertThat(server.value("select count(*) from pg_database where datname = 'Other \"one\"'"))
                    .isEqualTo("1");
            server.connectAs("trusted", "whatever", "postgres").close();
            assertRefused(() -> server.connectAs("banned", "x", "postgres"), "28000");
        }
    }

    @Test
    void saysWhyItDoesNotStart() {
        assertThatThrownBy(() -> TestingPostgres.builder()
                        .config("no_such_setting", "1")
                        .startLimit(Duration.ofSeconds(2))
                        .build())
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("no_such_setting");
        assertThatThrownBy(() -> TestingPostgres.builder().version(9).build())
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("PostgreSQL 9 is not in");
    }

    @Test
    void takesTheWantedPortOrSaysThatItIsTaken() throws Exception {
        TestingPostgresBuilder samePort = TestingPostgres.builder();
        try (TestingPostgres first = TestingPostgres.start()) {
            samePort.port(first.port());
            assertThatThrownBy(samePort::build)
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("Port " + first.port() + " is taken");
        }
        try (TestingPostgres second = samePort.build()) {
            assertThat(second.jdbcUrl("postgres"))
                    .isEqualTo("jdbc:postgresql://localhost:" + second.port() + "/postgres");
            assertThat(second.value("select 1")).isEqualTo("1");
        }
    }

    @Test
    void leavesNothingWhenClosed() throws Exception {
        TestingPostgres server = TestingPostgres.start();
        ProcessHandle process = processOf(server);

        server.close();
        server.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(Files.exists(server.dataDirectory().getParent())).isFalse();
        assertThatThrownBy(server::restart).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavesNothingWhenKilledAndClosed() throws Exception {
        TestingPostgres server = TestingPostgres.start();
        ProcessHandle process = processOf(server);
        List<ProcessHandle> children = process.children().toList();
        assertThat(children).isNotEmpty();

        server.killNow();

        assertThat(process.isAlive()).isFalse();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        server.close();
        assertThat(Files.exists(server.dataDirectory().getParent())).isFalse();
    }

    private static ProcessHandle processOf(TestingPostgres server) throws Exception {
        return Postmaster.of(server.dataDirectory()).orElseThrow().process().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void hasAStandbyThatFollows(int version) throws Exception {
        try (TestingPostgres primary =
                        TestingPostgres.builder().version(version).build();
                TestingPostgres standby = primary.newStandby("hot_standby_feedback = on")) {
            primary.execute("create table t as select 42 as a");

            while (standby.value("select to_regclass('t')") == null) {
                standby.query("select pg_sleep(0.01)::text");
            }

            assertThat(standby.value("select a from t")).isEqualTo("42");
            assertThat(standby.value("select pg_is_in_recovery()")).isEqualTo("t");
            assertThat(standby.value("show hot_standby_feedback")).isEqualTo("on");
        }
    }
}
