package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.postgresql.Followed.Way;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that were deleted at the source and stay at the destination, marked, with few changes and with many. */
final class LogicalDeleteTest {
    private static final String RULE =
            "HandleDml: {\"dmlPolicies\": [{\"dmlType\": \"Delete\", \"dmlAction\": \"LogicalDelete\"}]}";

    /** Foreign keys look on even where a superuser applies changes. */
    private static final String FIRING = """
            DO $$
            DECLARE r record;
            BEGIN
                FOR r IN SELECT tgrelid::regclass AS t, tgname FROM pg_trigger WHERE tgrelid IN ('t'::regclass, 'tchild'::regclass) LOOP
                    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', r.t, r.tgname);
                END LOOP;
            END $$""";

    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    private Followed start(String... definitions) throws Exception {
        return Followed.ruled(DATABASES, folder, List.of(RULE), definitions);
    }

    private static String rows(String query) throws Exception {
        return String.valueOf(DATABASES
                .destination()
                .value("SELECT string_agg(r::text, ' ' ORDER BY r::text) FROM (" + query + ") AS r"));
    }

    private static void assertLive(String table, String columns) throws Exception {
        DATABASES.assertSame(
                "(SELECT " + columns + " FROM " + table + ")",
                "(SELECT " + columns + " FROM " + table + " WHERE NOT _deleted)");
    }

    @ParameterizedTest
    @EnumSource
    void rowsStayAndComeBackToLife(Way way) throws Exception {
        try (Followed followed =
                start("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'first')")) {
            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,first,f)");

            followed.follow(way, "INSERT INTO t VALUES (2, 'a'), (3, 'b')", "DELETE FROM t WHERE id < 3");
            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,first,t) (2,a,t) (3,b,f)");

            followed.follow(way, "INSERT INTO t VALUES (1, 'again')");
            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,again,f) (2,a,t) (3,b,f)");

            followed.follow(
                    way,
                    "UPDATE t SET v = 'last' WHERE id = 3",
                    "DELETE FROM t WHERE id = 3",
                    "INSERT INTO t VALUES (2, 'x')",
                    "DELETE FROM t WHERE id = 2",
                    "INSERT INTO t VALUES (2, 'y')");
            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,again,f) (2,y,f) (3,last,t)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyRows(Way way) throws Exception {
        try (Followed followed = start("CREATE TABLE t (id int PRIMARY KEY, v text)")) {
            followed.follow(way, "INSERT INTO t SELECT i, 'a' FROM generate_series(1, 300) i");
            followed.follow(way, "DELETE FROM t WHERE id % 2 = 0");
            assertThat(rows("SELECT count(*), min(id), _deleted FROM t GROUP BY 3"))
                    .isEqualTo("(150,1,f) (150,2,t)");

            followed.follow(
                    way,
                    "INSERT INTO t SELECT i, 'b' FROM generate_series(2, 200, 2) i",
                    "INSERT INTO t SELECT i, 'c' FROM generate_series(301, 400) i",
                    "DELETE FROM t WHERE id IN (1, 2, 301)");
            assertThat(rows("SELECT count(*), _deleted, v FROM t GROUP BY 2, 3"))
                    .isEqualTo("(1,t,b) (1,t,c) (149,f,a) (51,t,a) (99,f,b) (99,f,c)");
            assertLive("t", "id, v");
        }
    }

    /** A row of which the source did not send the large value again is the one that is there. */
    @ParameterizedTest
    @EnumSource
    void keysThatChange(Way way) throws Exception {
        try (Followed followed = start(
                "CREATE TABLE t (id int PRIMARY KEY, v text, large text)",
                "ALTER TABLE t ALTER large SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT i, 'a', repeat(md5(i::text), 100) FROM generate_series(1, 4) i")) {
            followed.follow(way, "DELETE FROM t WHERE id IN (1, 2)");
            followed.follow(way, "UPDATE t SET id = 1 WHERE id = 3", "UPDATE t SET id = 9, v = 'moved' WHERE id = 4");

            assertLive("t", "id, v, large");
            assertThat(rows("SELECT id, v, _deleted FROM t")).isEqualTo("(1,a,f) (2,a,t) (9,moved,f)");

            followed.follow(
                    way,
                    "UPDATE t SET id = 3 WHERE id = 1",
                    "DELETE FROM t WHERE id = 3",
                    "UPDATE t SET id = 3 WHERE id = 9");
            assertLive("t", "id, v, large");
            assertThat(rows("SELECT id, v, _deleted FROM t")).isEqualTo("(2,a,t) (3,moved,f)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void duplicatesWithoutAKey(Way way) throws Exception {
        try (Followed followed =
                start("CREATE TABLE t (a int, v text)", "INSERT INTO t SELECT 1, 'x' FROM generate_series(1, 3)")) {
            followed.follow(way, "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)");
            followed.follow(way, "UPDATE t SET v = 'y' WHERE ctid = (SELECT min(ctid) FROM t)");
            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,x,f) (1,x,t) (1,y,f)");

            followed.follow(way, "DELETE FROM t WHERE v = 'x'", "INSERT INTO t VALUES (1, 'x'), (NULL, NULL)");
            assertThat(rows("SELECT * FROM t")).isEqualTo("(,,f) (1,x,f) (1,x,t) (1,x,t) (1,y,f)");
            assertThat(followed.catchUpAndCountMissedRows()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void wholeOldRowsOfATableWithAKey(Way way) throws Exception {
        try (Followed followed = start(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "INSERT INTO t SELECT i, 'a' FROM generate_series(1, 100) i")) {
            followed.follow(way, "DELETE FROM t WHERE id <= 50", "INSERT INTO t VALUES (1, 'b')");
            followed.follow(
                    way,
                    "INSERT INTO t VALUES (2, 'c')",
                    "UPDATE t SET id = 3 WHERE id = 100",
                    "DELETE FROM t WHERE id = 1");

            assertLive("t", "id, v");
            assertThat(rows("SELECT id, v, _deleted FROM t WHERE id < 5")).isEqualTo("(1,b,t) (2,c,f) (3,a,f) (4,a,t)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesThatAreEmptied(Way way) throws Exception {
        assumeTrue(TestingPostgres.DEFAULT_VERSION > 10, "version 10 does not tell of TRUNCATE");
        try (Followed followed = start(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "CREATE TABLE plain (id int PRIMARY KEY)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
                "INSERT INTO plain VALUES (1)")) {
            followed.follow(
                    way, "INSERT INTO t VALUES (3, 'c')", "TRUNCATE t, plain", "INSERT INTO t VALUES (2, 'new')");

            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,a,t) (2,new,f) (3,c,t)");
            assertThat(DATABASES.count("plain")).isZero();
        }
    }

    /** Values of rows that went are free for others. */
    @ParameterizedTest
    @EnumSource
    void furtherUniqueKeys(Way way) throws Exception {
        try (Followed followed = start(
                "CREATE TABLE t (id int PRIMARY KEY, email text NOT NULL UNIQUE)", "INSERT INTO t VALUES (1, 'a@b')")) {
            followed.follow(way, "DELETE FROM t", "INSERT INTO t VALUES (2, 'a@b')");

            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,a@b,t) (2,a@b,f)");
        }
    }

    /** Where foreign keys look on, a marked row that others refer to becomes the new one. */
    @ParameterizedTest
    @EnumSource
    void rowsThatOthersReferTo(Way way) throws Exception {
        try (Followed followed = start(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "CREATE TABLE tchild (id int PRIMARY KEY, t int)",
                "INSERT INTO t VALUES (1, 'a')",
                "INSERT INTO tchild VALUES (1, 1)")) {
            DATABASES
                    .destination()
                    .execute("ALTER TABLE tchild ADD FOREIGN KEY (t) REFERENCES t ON DELETE CASCADE", FIRING);
            followed.follow(way, "DELETE FROM tchild", "DELETE FROM t");
            followed.follow(way, "INSERT INTO t VALUES (1, 'back')");

            assertThat(rows("SELECT * FROM t")).isEqualTo("(1,back,f)");
            assertThat(rows("SELECT * FROM tchild")).isEqualTo("(1,1,t)");
        }
    }

    @Test
    void aTableThatJoinsLater() throws Exception {
        try (Followed followed = start("CREATE TABLE t (id int PRIMARY KEY)")) {
            DATABASES.source().execute("CREATE TABLE tlate (id int PRIMARY KEY)", "INSERT INTO tlate VALUES (1), (2)");
            followed.catchUp();
            followed.follow(Way.SETS, "DELETE FROM tlate WHERE id = 1");

            assertThat(rows("SELECT * FROM tlate")).isEqualTo("(1,t) (2,f)");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatLivesIsWhatTheSourceHas(long seed) throws Exception {
        RandomHistory history = new RandomHistory(seed);
        Random random = new Random(seed);
        String[] tables = List.of(RandomHistory.TABLES).toArray(String[]::new);
        try (Followed followed = Followed.ruled(DATABASES, folder, List.of(RULE), tables)) {
            for (int round = 0; round < 5; round++) {
                int transactions = 1 + random.nextInt(15);
                for (int i = 0; i < transactions; i++) {
                    followed.change(random.nextInt(4) == 0 ? Way.IN_ORDER : Way.SETS, history.transaction());
                }
                assertThat(followed.catchUpAndCountMissedRows()).isZero();
                assertLive("keyed", "id, n, u, one, two");
                assertLive("whole", "a, b, flag, c::text");
                assertLive("other", "id, v, large");
            }
        }
    }
}
