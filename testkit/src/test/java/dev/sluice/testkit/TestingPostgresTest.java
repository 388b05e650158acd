package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TestingPostgresTest {
    static List<Integer> versions() {
        return TestingPostgres.availableVersions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void startsTheVersionThatWasAskedFor(int version) throws Exception {
        TestingPostgres server = TestingPostgres.shared(version);

        assertThat(server.value("show server_version_num")).startsWith(Integer.toString(version));
        assertThat(server.value("show wal_level")).isEqualTo("logical");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void refusesWrongPasswords(int version) throws Exception {
        TestingPostgres server = TestingPostgres.shared(version);
        try (TestDatabase database = server.newDatabase()) {
            database.createUser("reader_" + version, "right");

            try (Connection connection = database.connectAs("reader_" + version, "right")) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThatThrownBy(() -> database.connectAs("reader_" + version, "wrong"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThatThrownBy(() -> database.connectAs(server.user(), "wrong")).isInstanceOf(SQLException.class);
        }
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
        }
    }
}
