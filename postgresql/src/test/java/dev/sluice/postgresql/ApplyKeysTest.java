package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.postgresql.Followed.Way;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tells rows apart, in every way in which PostgreSQL may say so, with few changes and with many. */
final class ApplyKeysTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    private Followed start(String... definitions) throws Exception {
        return Followed.start(DATABASES, folder, definitions);
    }

    private static String rows(String table) throws Exception {
        return String.valueOf(
                DATABASES.destination().value("SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM " + table + " t"));
    }

    @ParameterizedTest
    @EnumSource
    void primaryKeysThatChangeInAChain(Way way) throws Exception {
        try (Followed followed = start("CREATE TABLE t (id int PRIMARY KEY, v text)")) {
            followed.follow(way, "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (7, 'c')");
            followed.follow(
                    way,
                    "UPDATE t SET id = 3 WHERE id = 2",
                    "UPDATE t SET id = 2 WHERE id = 1",
                    "UPDATE t SET id = 8, v = 'd' WHERE id = 7",
                    "UPDATE t SET v = 'e' WHERE id = 8");

            assertThat(rows("t")).isEqualTo("(2,a) (3,b) (8,e)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void uniqueIndexes(Way way) throws Exception {
        try (Followed followed = start(
                "CREATE TABLE t (a int NOT NULL, b text NOT NULL, v int)",
                "CREATE UNIQUE INDEX t_key ON t (b, a)",
                "ALTER TABLE t REPLICA IDENTITY USING INDEX t_key")) {
            followed.follow(way, "INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 2), (1, 'y', 3)");
            followed.follow(
                    way,
                    "UPDATE t SET v = 10 WHERE a = 1 AND b = 'x'",
                    "UPDATE t SET b = 'z' WHERE a = 2",
                    "DELETE FROM t WHERE b = 'y'");

            assertThat(rows("t")).isEqualTo("(1,x,10) (2,z,2)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWholeRowWithDuplicates(Way way) throws Exception {
        String types = "a int, flag boolean, fixed char(5), address inet, j json, f float8, x xml";
        try (Followed followed = start("CREATE TABLE t (" + types + ")", "ALTER TABLE t REPLICA IDENTITY FULL")) {
            followed.follow(
                    way,
                    "INSERT INTO t SELECT 1, true, 'ab', '10.0.0.1', '{\"a\": 1}', 0.1, '<a/>' FROM generate_series(1, 3)",
                    "INSERT INTO t (a) VALUES (2), (2)",
                    "INSERT INTO t VALUES (3, false, '', '::1', '[]', 'NaN', '')");
            followed.follow(
                    way,
                    "UPDATE t SET a = 10 WHERE ctid = (SELECT min(ctid) FROM t WHERE a = 1)",
                    "DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t WHERE a = 1)",
                    "DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t WHERE a = 2)",
                    "UPDATE t SET f = 'Infinity' WHERE a = 3");

            DATABASES.assertSame("t");
            assertThat(DATABASES.count("t")).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDestinationsOwnKeyOfWholeRows(Way way) throws Exception {
        try (Followed followed =
                start("CREATE TABLE t (id int PRIMARY KEY, v text)", "ALTER TABLE t REPLICA IDENTITY FULL")) {
            followed.follow(way, "INSERT INTO t SELECT i, 'a' FROM generate_series(1, 4) i");
            followed.follow(
                    way,
                    "UPDATE t SET v = 'b'",
                    "UPDATE t SET id = 9 WHERE id = 4",
                    "UPDATE t SET v = NULL WHERE id = 9",
                    "DELETE FROM t WHERE id = 2");

            assertThat(rows("t")).isEqualTo("(1,b) (3,b) (9,)");
        }
    }

    /** A unique index of the destination tells nothing apart where its column is NULL. */
    @ParameterizedTest
    @EnumSource
    void aKeyThatCanBeNull(Way way) throws Exception {
        try (Followed followed =
                start("CREATE TABLE t (id int UNIQUE, v text)", "ALTER TABLE t REPLICA IDENTITY FULL")) {
            followed.follow(way, "INSERT INTO t VALUES (NULL, 'a'), (NULL, 'b'), (1, 'c')");
            followed.follow(way, "UPDATE t SET v = 'd' WHERE v = 'a'", "DELETE FROM t WHERE v = 'b'");

            assertThat(rows("t")).isEqualTo("(,d) (1,c)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void uniqueValuesThatTwoRowsExchange(Way way) throws Exception {
        try (Followed followed = start("CREATE TABLE t (id int PRIMARY KEY, u int UNIQUE)")) {
            followed.follow(way, "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
            followed.follow(
                    way,
                    "UPDATE t SET u = NULL WHERE id = 1",
                    "UPDATE t SET u = 1 WHERE id = 2",
                    "UPDATE t SET u = 2 WHERE id = 1",
                    "DELETE FROM t WHERE id = 3",
                    "INSERT INTO t VALUES (4, 3)");

            assertThat(rows("t")).isEqualTo("(1,2) (2,1) (4,3)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void deferredUniqueConstraints(Way way) throws Exception {
        try (Followed followed =
                start("CREATE TABLE t (id int PRIMARY KEY, u int UNIQUE DEFERRABLE, v int UNIQUE DEFERRABLE)")) {
            followed.follow(way, "INSERT INTO t SELECT i, i, i FROM generate_series(1, 50) i");
            followed.follow(
                    way, "UPDATE t SET u = 51 - u", "SET CONSTRAINTS ALL DEFERRED", "UPDATE t SET v = v % 50 + 1");

            DATABASES.assertSame("t");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExchangeThatTheDestinationCannotMake(Way way) throws Exception {
        try (Followed followed = start("CREATE TABLE t (id int PRIMARY KEY, u int)")) {
            DATABASES.source().execute("ALTER TABLE t ADD CONSTRAINT t_u_key UNIQUE (u) DEFERRABLE");
            DATABASES.destination().execute("ALTER TABLE t ADD CONSTRAINT t_u_key UNIQUE (u)");
            followed.follow(way, "INSERT INTO t VALUES (5, 1), (6, 2)");
            followed.change(way, "UPDATE t SET u = 3 - u");

            assertThatThrownBy(followed::catchUp)
                    .asInstanceOf(InstanceOfAssertFactories.type(SyncException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_FAILED))
                    .satisfies(e -> assertThat(e.hint().orElse("")).contains("DEFERRABLE"))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("public.t", "id = 5", "t_u_key");
            assertThat(rows("t")).isEqualTo("(5,1) (6,2)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void exclusionConstraints(Way way) throws Exception {
        try (Followed followed =
                start("CREATE TABLE t (id int PRIMARY KEY, r int4range, EXCLUDE USING gist (r WITH &&))")) {
            followed.follow(way, "INSERT INTO t VALUES (1, '[1,5)'), (2, '[5,9)')");
            followed.follow(
                    way,
                    "UPDATE t SET r = '[20,30)' WHERE id = 2",
                    "UPDATE t SET r = '[5,9)' WHERE id = 1",
                    "UPDATE t SET r = '[1,5)' WHERE id = 2");

            assertThat(rows("t")).isEqualTo("(1,\"[5,9)\") (2,\"[1,5)\")");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatAreNotThereAreLeftOutAndCounted(Way way) throws Exception {
        try (Followed followed = start("CREATE TABLE t (id int PRIMARY KEY, v text)")) {
            followed.follow(way, "INSERT INTO t SELECT i, 'a' FROM generate_series(1, 60) i");
            DATABASES.destination().execute("DELETE FROM t WHERE id IN (1, 59)");
            followed.change(way, "UPDATE t SET v = 'b' WHERE id < 50", "DELETE FROM t WHERE id >= 50");

            assertThat(followed.catchUpAndCountMissedRows()).isEqualTo(2);
            DATABASES.assertSame("(SELECT * FROM t WHERE id > 1)", "t");
        }
    }
}
