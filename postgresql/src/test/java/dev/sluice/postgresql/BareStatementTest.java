package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BareStatementTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT ';'",
                "SELECT 'it''s;'",
                "SELECT '\\'",
                "SELECT E'\\';'",
                "SELECT e'\\\\'",
                "SELECT U&'x;'",
                "SELECT name'x;'",
                "SELECT \";\"",
                "SELECT \"a\"\";--\"",
                "SELECT $$;--$$",
                "SELECT $tag$ ; $$ ; $tag$",
                "SELECT a$b$c",
                "SELECT '--x'",
                "SELECT '/*'",
                "SELECT 1 -- one\n, 2",
                "-- first\nSELECT 1",
                "/* a /* b */ c */ SELECT 1",
                "SELECT 4 / 2 - 1",
                "SELECT 1; SELECT 2",
                "SELECT 'open ;",
                "SELECT E'open\\",
            })
    void whatBelongsToItStays(String sql) {
        assertThat(BareStatement.of(sql)).isEqualTo(sql);
        assertThat(BareStatement.of("  " + sql + "\n")).isEqualTo(sql.contains("open") ? (sql + "\n").strip() : sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                " ; ;; ",
                "-- end",
                "; -- end",
                "\n-- a\n;-- b\n",
                "/* end */",
                "; /* a /* b */ ; */ ;",
                "/* open",
                " "
            })
    void whatStandsBehindItGoes(String end) {
        assertThat(BareStatement.of("SELECT 'a;'" + end)).isEqualTo("SELECT 'a;'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", "-- nothing", "/* nothing */;"})
    void nothingStaysNothing(String sql) {
        assertThat(BareStatement.of(sql)).isEmpty();
    }
}
