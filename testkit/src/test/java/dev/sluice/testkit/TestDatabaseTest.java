package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TestDatabaseTest {
    static List<Integer> versions() {
        return TestingPostgres.testedVersions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void goesWithEverythingThatHoldsIt(int version) throws Exception {
        TestingPostgres server = TestingPostgres.shared(version);
        TestDatabase database = server.newDatabase();
        String user = "user_of_" + database.name();
        database.createUser(user, "it's");
        database.execute(
                "create table t (a int)",
                "grant all on t to \"" + user + "\"",
                "create publication p for table t",
                "select pg_create_logical_replication_slot('" + database.name() + "', 'pgoutput')",
                "begin; insert into t values (1); prepare transaction '" + database.name() + "'",
                "create subscription s connection 'host=nowhere' publication p with (connect = false, slot_name = none)");
        Connection open = database.connectAs(user, "it's");

        database.close();

        assertThat(open.isValid(1)).isFalse();
        assertThat(server.value("select count(*) from pg_database where datname = ?", database.name()))
                .isEqualTo("0");
        assertThat(server.value("select count(*) from pg_replication_slots where slot_name = ?", database.name()))
                .isEqualTo("0");
        assertThat(server.value("select count(*) from pg_roles where rolname = ?", user))
                .isEqualTo("0");
    }

    @Test
    void closingAnExistingDatabaseLeavesIt() throws Exception {
        TestingPostgres.shared().database("postgres").close();

        assertThat(TestingPostgres.shared().value("select current_database()")).isEqualTo("postgres");
    }

    @ParameterizedTest
    @CsvSource({"UTF8, ę数😀", "EUC_CN, 数据", "LATIN1, é", "SQL_ASCII, 数"})
    void hasTheEncodingThatWasAskedFor(String encoding, String text) throws Exception {
        try (TestDatabase database = TestingPostgres.shared().newDatabase(encoding)) {
            database.execute("create table t (a text)", "insert into t values ('" + text + "')");

            assertThat(database.value("show server_encoding")).isEqualTo(encoding);
            assertThat(database.value("select a from t")).isEqualTo(text);
        }
    }

    @Test
    void givesRowsAsTexts() throws Exception {
        TestDatabase database = TestingPostgres.shared().database("postgres");

        assertThat(database.query("select i, null, ?::text from generate_series(1, 2) i", "x"))
                .containsExactly(Arrays.asList("1", null, "x"), Arrays.asList("2", null, "x"));
        assertThat(database.value("select null")).isNull();
        assertThatThrownBy(() -> database.value("select 1 where false"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("where false");
        assertThatThrownBy(() -> database.execute("selec 1")).isInstanceOf(SQLException.class);
    }
}
