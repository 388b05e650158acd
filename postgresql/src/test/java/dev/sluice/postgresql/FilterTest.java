package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.postgresql.Followed.Way;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Updates and deletes that are applied where a condition is true. */
final class FilterTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    private Followed start(String policies, String... definitions) throws Exception {
        return Followed.ruled(
                DATABASES, folder, List.of("HandleDml: {\"dmlPolicies\": [" + policies + "]}"), definitions);
    }

    private static String filter(String type, String condition) {
        return "{\"dmlType\": \"%s\", \"dmlAction\": \"Filter\", \"filterCondition\": \"%s\"}"
                .formatted(type, condition);
    }

    private static String rows() throws Exception {
        return String.valueOf(DATABASES.destination().value("SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id > 1                               | (1,a,5)",
                "t.n IS NULL                          | (1,a,5) (2,b,6)",
                "v IN ('a', 'c') -- and no other      | (2,b,6)",
                "n < 6 OR v LIKE 'c?'                 | (2,b,6) (3,c,)",
                "to_jsonb(v) ? 'b'                    | (1,a,5) (3,c,)",
                "\\\"t\\\".\\\"v\\\" = $$b$$          | (1,a,5) (3,c,)"
            })
    void deletesByTheRowAsItWas(String condition, String left) throws Exception {
        try (Followed followed = start(
                filter("Delete", condition),
                "CREATE TABLE t (id int PRIMARY KEY, v text, n int)",
                "INSERT INTO t VALUES (1, 'a', 5), (2, 'b', 6), (3, 'c', NULL)")) {
            followed.follow(Way.SETS, "DELETE FROM t");

            assertThat(rows()).isEqualTo(left);
            assertThat(followed.catchUpAndCountMissedRows()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void updatesByTheRowAsItBecomes(Way way) throws Exception {
        DATABASES.destination().execute("CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
        try (Followed followed = start(
                filter("Update", "n > 10 AND length(large) > 5"),
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE TABLE t (id int PRIMARY KEY, n numeric(6, 2), c char(3), d positive, large text)",
                "ALTER TABLE t ALTER large SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT i, i, 'x', i, repeat('large', 1000) FROM generate_series(1, 3) i")) {
            followed.follow(
                    way,
                    "UPDATE t SET n = 5, c = 'no' WHERE id = 1",
                    "UPDATE t SET n = 20, c = 'yes', d = 9 WHERE id = 2",
                    "UPDATE t SET n = 30, large = 'tiny' WHERE id = 3",
                    "UPDATE t SET id = 4, n = 40 WHERE id = 2",
                    "UPDATE t SET n = 1 WHERE id = 4",
                    "INSERT INTO t VALUES (5, 1, 'new', 1, '')",
                    "DELETE FROM t WHERE id = 5");

            assertThat(
                            DATABASES
                                    .destination()
                                    .value(
                                            "SELECT string_agg(concat_ws(',', id, n, c, d, length(large)), ' ' ORDER BY id) FROM t"))
                    .isEqualTo("1,1.00,x  ,1,5000 3,3.00,x  ,3,5000 4,40.00,yes,9,5000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyChangesOfOneRowEachByItself(Way way) throws Exception {
        try (Followed followed = start(
                filter("Update", "n % 2 = 0") + ", " + filter("Delete", "id <= 100"),
                "CREATE TABLE t (id int PRIMARY KEY, n int)",
                "INSERT INTO t SELECT i, 0 FROM generate_series(1, 200) i")) {
            followed.follow(way, "UPDATE t SET n = 2", "UPDATE t SET n = 3", "DELETE FROM t WHERE id > 50");

            assertThat(DATABASES.destination().value("SELECT count(*) || ' ' || min(n) || ' ' || max(n) FROM t"))
                    .isEqualTo("150 2 2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void duplicatesWithoutAKey(Way way) throws Exception {
        try (Followed followed = start(
                filter("Delete", "a = 1"),
                "CREATE TABLE t (a int, v text)",
                "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (2, 'y')")) {
            followed.follow(way, "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)", "DELETE FROM t WHERE a = 2");

            assertThat(rows()).isEqualTo("(1,x) (2,y)");
        }
    }

    /** A mark is no update that a condition is asked about. */
    @ParameterizedTest
    @EnumSource
    void withRowsThatStayMarked(Way way) throws Exception {
        try (Followed followed = start(
                filter("Update", "false") + ", {\"dmlType\": \"Delete\", \"dmlAction\": \"LogicalDelete\"}",
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b')")) {
            followed.follow(way, "UPDATE t SET v = 'c'", "DELETE FROM t WHERE id = 1");

            assertThat(rows()).isEqualTo("(1,a,t) (2,b,f)");
        }
    }
}
