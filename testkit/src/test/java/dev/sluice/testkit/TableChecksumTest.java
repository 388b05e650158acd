package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableChecksumTest {
    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void makeTwins() throws Exception {
        database = TestingPostgres.shared().newDatabase();
        database.execute(
                "create table l (id int, t text, f float8, at timestamptz)",
                "insert into l select i, 'row ' || i, i / 3.0, timestamptz '2024-01-01+00' + i * interval '1 h' "
                        + "from generate_series(1, 1000) i",
                "insert into l values (1001, null, null, null), (1001, null, null, null), (1002, '', 'NaN', 'infinity')",
                "create table r as select at, f, t, id from l order by md5(id::text)");
        connection = database.connect();
    }

    @AfterEach
    void drop() throws Exception {
        connection.close();
        database.close();
    }

    @Test
    void sameRowsInAnotherOrderAreEqual() throws Exception {
        assertThat(TableChecksum.of(connection, "public.r")).isEqualTo(TableChecksum.of(connection, "l"));
        assertThat(TableChecksum.of(connection, "l").rows()).isEqualTo(1003);
        assertThat(differences()).isEmpty();
        assertThatCode(() -> TableDifference.assertNone(connection, "l", connection, "r"))
                .doesNotThrowAnyException();
    }

    @Test
    void emptyTablesAreEqualWhateverTheirColumns() throws Exception {
        database.execute("create table none ()", "create table empty (a int)");

        assertThat(TableChecksum.of(connection, "none")).isEqualTo(TableChecksum.of(connection, "empty"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update r set t = 'row  7' where id = 7",
                "update r set t = '' where id = 7",
                "update r set t = null where id = 7",
                "update r set f = f * (1 + 1e-15) where id = 7",
                "update r set f = '-0' where id = 7",
                "update r set at = at + interval '1 us' where id = 7",
                "insert into r select * from r where id = 7",
            })
    void oneChangedRowIsSeenAndNamed(String change) throws Exception {
        database.execute(change);

        assertThat(TableChecksum.of(connection, "r")).isNotEqualTo(TableChecksum.of(connection, "l"));
        assertThat(differences()).last().asString().startsWith("only right: (").contains(",7,");
        assertThatThrownBy(() -> TableDifference.assertNone(connection, "l", connection, "r"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("only right: (");
    }

    private List<String> differences() throws SQLException {
        return TableDifference.between(connection, "l", connection, "r", 3);
    }

    @Test
    void swappedValuesAndDuplicatesOfAnotherRowAreSeen() throws Exception {
        TableChecksum before = TableChecksum.of(connection, "r");

        database.execute("update r set t = 'row ' || (case id when 1 then 2 else 1 end) where id in (1, 2)");
        assertThat(TableChecksum.of(connection, "r")).isNotEqualTo(before);

        database.execute("delete from r", "insert into r select at, f, t, id from l where id <> 5");
        database.execute("insert into r select * from r where id = 6");
        TableChecksum after = TableChecksum.of(connection, "r");
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after).isNotEqualTo(before);
        assertThat(differences()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"set timezone = 'Asia/Kathmandu'", "set bytea_output = 'escape'", "set extra_float_digits = -5"})
    void sessionSettingsDoNotMatter(String setting) throws Exception {
        TableChecksum before = TableChecksum.of(connection, "l");
        try (Connection other = database.connect();
                var statement = other.createStatement()) {
            statement.execute(setting);

            assertThat(TableChecksum.of(other, "l")).isEqualTo(before);
        }
    }

    @Test
    void encodingsDoNotMatter() throws Exception {
        database.execute("create table c as select '数据' as t");
        try (TestDatabase chinese = TestingPostgres.shared().newDatabase("EUC_CN");
                Connection other = chinese.connect()) {
            chinese.execute("create table c as select '数据' as t");

            assertThat(TableChecksum.of(other, "c")).isEqualTo(TableChecksum.of(connection, "c"));
        }
    }

    @Test
    void chosenColumnsAreComparedInTheirOrder() throws Exception {
        database.execute("create table renamed as select id as \"Id\", t as \"T\" from l");

        assertThat(TableChecksum.of(connection, "renamed", "Id", "T"))
                .isEqualTo(TableChecksum.of(connection, "l", "id", "t"))
                .isNotEqualTo(TableChecksum.of(connection, "l", "t", "id"));
        assertThatThrownBy(() -> TableChecksum.of(connection, "l", "nix"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nix");
    }
}
