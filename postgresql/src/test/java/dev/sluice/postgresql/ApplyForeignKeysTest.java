package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.postgresql.Followed.Way;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Foreign keys and triggers of the destination, as superuser, for whom they rest, and as the owner of the tables. */
final class ApplyForeignKeysTest {
    /** As whom the destination applies. */
    enum Who {
        SUPERUSER,
        OWNER;

        TestEndpoint endpoint() throws SQLException {
            TestEndpoint superuser = TestEndpoint.of(DATABASES.destination());
            if (this == SUPERUSER) {
                return superuser;
            }
            String user = "applier_" + UUID.randomUUID();
            DATABASES.destination().createUser(user, "secret");
            return superuser.as(user, "secret");
        }
    }

    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    private Followed start(Who who, String... definitions) throws Exception {
        return Followed.start(DATABASES, who.endpoint(), folder, definitions);
    }

    @ParameterizedTest
    @EnumSource
    void trees(Who who) throws Exception {
        try (Followed followed = start(
                who,
                "CREATE TABLE a_child (id int PRIMARY KEY, parent int)",
                "CREATE TABLE b_parent (id int PRIMARY KEY, v int)",
                "ALTER TABLE a_child ADD FOREIGN KEY (parent) REFERENCES b_parent ON DELETE CASCADE")) {
            followed.follow(
                    Way.SETS,
                    "INSERT INTO b_parent SELECT i, 0 FROM generate_series(1, 100) i",
                    "INSERT INTO a_child SELECT i, (i - 1) / 3 + 1 FROM generate_series(1, 300) i");
            followed.follow(
                    Way.SETS,
                    "UPDATE a_child SET parent = 50 WHERE parent <= 45",
                    "DELETE FROM b_parent WHERE id <= 45",
                    "INSERT INTO b_parent SELECT i, 1 FROM generate_series(1, 45) i",
                    "UPDATE a_child SET parent = id WHERE id <= 20",
                    "UPDATE b_parent SET v = v + 1");

            DATABASES.assertSame("a_child");
            DATABASES.assertSame("b_parent");
            assertThat(DATABASES.count("a_child")).isEqualTo(300);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cyclesAndSelfReferences(Who who) throws Exception {
        try (Followed followed = start(
                who,
                "CREATE TABLE a (id int PRIMARY KEY, other int, boss int REFERENCES a)",
                "CREATE TABLE b (id int PRIMARY KEY, other int REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
                "ALTER TABLE a ADD FOREIGN KEY (other) REFERENCES b DEFERRABLE")) {
            followed.follow(
                    Way.SETS,
                    "SET CONSTRAINTS ALL DEFERRED",
                    "INSERT INTO a SELECT i, i, nullif(i / 2, 0) FROM generate_series(1, 200) i",
                    "INSERT INTO b SELECT i, 201 - i FROM generate_series(1, 200) i");
            followed.follow(
                    Way.SETS,
                    "SET CONSTRAINTS ALL DEFERRED",
                    "DELETE FROM b WHERE id = 200",
                    "UPDATE a SET other = 1, boss = NULL WHERE id > 190",
                    "DELETE FROM a WHERE id = 200",
                    "UPDATE b SET other = 199 WHERE other = 200",
                    "UPDATE a SET boss = 199 WHERE boss = 5");

            DATABASES.assertSame("a");
            DATABASES.assertSame("b");
        }
    }

    /** The destination makes one transaction of both, in which the rows' checks are put off. */
    @ParameterizedTest
    @EnumSource
    void tablesThatAreEmptiedAfterRowsCame(Who who) throws Exception {
        assumeThat(TestingPostgres.DEFAULT_VERSION)
                .as("that a table was emptied is told")
                .isGreaterThan(10);
        try (Followed followed = start(
                who,
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child (id int PRIMARY KEY, p int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")) {
            followed.change(Way.SETS, "INSERT INTO child VALUES (1, 1)", "INSERT INTO parent VALUES (1)");
            followed.change(Way.SETS, "TRUNCATE child", "INSERT INTO child VALUES (2, 1)");
            followed.catchUp();

            DATABASES.assertSame("parent");
            DATABASES.assertSame("child");
        }
    }

    /** Checks of other tables are put off still. */
    @ParameterizedTest
    @EnumSource
    void tablesThatAreAlteredAfterRowsCame(Who who) throws Exception {
        try (Followed followed = start(
                who,
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child (id int PRIMARY KEY, p int REFERENCES parent DEFERRABLE INITIALLY DEFERRED,"
                        + " u int UNIQUE DEFERRABLE)",
                "CREATE TABLE other (id int PRIMARY KEY)")) {
            followed.change(Way.SETS, "INSERT INTO child VALUES (1, 1, 1)", "INSERT INTO parent VALUES (1)");
            followed.change(
                    Way.SETS,
                    "ALTER TABLE child ADD v int",
                    "INSERT INTO child VALUES (2, 2, 2, 2)",
                    "ALTER TABLE other ADD v int",
                    "INSERT INTO parent VALUES (2)");
            followed.change(Way.SETS, "ALTER TABLE parent ADD v int", "UPDATE parent SET v = id");
            followed.catchUp();

            DATABASES.assertSame("parent");
            DATABASES.assertSame("child");
        }
    }

    /** A row that goes to make room for another one would take those along that refer to it. */
    @ParameterizedTest
    @EnumSource
    void rowsWithIdentitiesThatAreNotTheirKeys(Who who) throws Exception {
        try (Followed followed = start(
                who,
                "CREATE TABLE parent (id int PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY, v text)",
                "CREATE TABLE child (id int PRIMARY KEY, p int REFERENCES parent ON UPDATE CASCADE ON DELETE CASCADE)",
                "CREATE TABLE bag (seq int GENERATED ALWAYS AS IDENTITY, v text)",
                "CREATE TABLE bare (id int PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY)")) {
            followed.follow(
                    Way.SETS,
                    "INSERT INTO parent (id, v) SELECT i, 'a' FROM generate_series(1, 100) i",
                    "INSERT INTO child SELECT i, i FROM generate_series(1, 50) i",
                    "INSERT INTO bag (v) SELECT 'a' FROM generate_series(1, 100) i",
                    "INSERT INTO bare SELECT i FROM generate_series(1, 100) i");
            followed.change(
                    Way.SETS,
                    "UPDATE parent SET v = 'b' WHERE id <= 60",
                    "UPDATE parent SET id = id + 1000 WHERE id BETWEEN 70 AND 80",
                    "UPDATE parent SET seq = DEFAULT, v = 'c' WHERE id BETWEEN 75 AND 90",
                    "UPDATE bag SET v = 'b' WHERE seq < 50",
                    "UPDATE bag SET seq = DEFAULT, v = 'c' WHERE seq > 80",
                    "UPDATE bare SET id = id WHERE id < 50",
                    "UPDATE bare SET seq = DEFAULT WHERE id > 80");

            assertThat(followed.catchUpAndCountMissedRows()).isZero();
            DATABASES.assertSame("parent");
            DATABASES.assertSame("child");
            DATABASES.assertSame("bag");
            DATABASES.assertSame("bare");
        }
    }

    /** What a trigger did at the source comes as a change, so that it is done twice where triggers do not rest. */
    @ParameterizedTest
    @EnumSource
    void triggers(Who who) throws Exception {
        try (Followed followed = start(
                who,
                "CREATE TABLE t (id int PRIMARY KEY)",
                "CREATE TABLE log (id int)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NEW; END'",
                "CREATE TRIGGER note AFTER INSERT ON t FOR EACH ROW EXECUTE PROCEDURE note()")) {
            followed.follow(Way.SETS, "INSERT INTO t SELECT i FROM generate_series(1, 150) i");

            DATABASES.assertSame("t");
            assertThat(DATABASES.count("log")).isEqualTo(who == Who.SUPERUSER ? 150 : 300);
        }
    }

    @ParameterizedTest
    @EnumSource
    void triggersThatAreMeantForReplicas(Who who) throws Exception {
        try (Followed followed =
                start(who, "CREATE TABLE t (id int PRIMARY KEY, v int)", "CREATE TABLE seen (v int)")) {
            DATABASES
                    .destination()
                    .execute(
                            "CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                                    + " 'BEGIN INSERT INTO seen VALUES (NEW.v); RETURN NEW; END'",
                            "CREATE TRIGGER see AFTER UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE see()",
                            "ALTER TABLE t ENABLE ALWAYS TRIGGER see");
            followed.follow(
                    Way.SETS,
                    "INSERT INTO t VALUES (1, 0)",
                    "UPDATE t SET v = 1",
                    "UPDATE t SET v = 2",
                    "DELETE FROM t");

            assertThat(DATABASES.text("SELECT string_agg(v::text, ' ' ORDER BY v) FROM seen"))
                    .isEqualTo("1 2");
        }
    }
}
