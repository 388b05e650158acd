package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.RealtimeJob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of DDL at the source, by both ways of seeing it. */
final class DdlTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    /** How DDL is seen. */
    enum Capture {
        /** By an event trigger, where the server's version has what it takes. */
        AUTO("auto"),
        /** From the stream's own descriptions and the catalogue. */
        CATALOGUE("catalogue");

        private final String spelling;

        Capture(String spelling) {
            this.spelling = spelling;
        }
    }

    private static final String COLUMNS = """
            SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attname)
              FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped""";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private RealtimeJob job = job(Capture.AUTO, "Normal");

    @BeforeEach
    void makeTable() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, a text, b int)",
                        "INSERT INTO t SELECT i, 'a' || i, i FROM generate_series(1, 10) i");
    }

    @AfterEach
    void forget() throws SQLException {
        jobs.forget(job);
        assertThat(DATABASES.source().value("SELECT count(*) FROM pg_event_trigger"))
                .isEqualTo("0");
    }

    private static RealtimeJob job(Capture capture, String action) {
        return RealtimeJobs.with("ddl", "t.*", """
                {"RuntimeSettings": [{"Name": "sluice.ddl.capture", "Value": "%s"}],
                 "DdlHandlingSettings": [{"Type": "AddColumn", "Action": "%s"}, {"Type": "DropColumn", "Action": "%s"},
                     {"Type": "RenameColumn", "Action": "%s"}, {"Type": "ModifyColumn", "Action": "%s"}]}
                """.formatted(capture.spelling, action, action, action, action));
    }

    private void follow(String... statements) throws SQLException {
        jobs.catchUp(job);
        DATABASES.source().execute(statements);
        jobs.catchUp(job);
    }

    private static void assertSame() throws SQLException {
        assertThat(DATABASES.destination().value(COLUMNS))
                .isEqualTo(DATABASES.source().value(COLUMNS));
        DATABASES.assertSame("(SELECT to_jsonb(t) FROM t)");
    }

    @ParameterizedTest
    @EnumSource
    void columnsComeAndGo(Capture capture) throws SQLException {
        job = job(capture, "Normal");

        follow(
                "INSERT INTO t VALUES (11, 'before', 11)",
                "ALTER TABLE t ADD c varchar(5), ADD d int NOT NULL DEFAULT 7",
                "INSERT INTO t VALUES (12, 'with', 12, 'c', 8)",
                "ALTER TABLE t DROP b",
                "INSERT INTO t VALUES (13, 'without', 'c', 9)",
                "UPDATE t SET a = a || '!' WHERE id < 3");

        assertSame();
    }

    @ParameterizedTest
    @EnumSource
    void severalChangesInOneTransactionMixedWithRows(Capture capture) throws SQLException {
        job = job(capture, "Normal");

        follow("""
                BEGIN;
                INSERT INTO t VALUES (20, 'one', 1);
                ALTER TABLE t RENAME a TO "A new";
                INSERT INTO t VALUES (21, 'two', 2);
                ALTER TABLE t ADD e numeric(6, 2) DEFAULT 1.25;
                UPDATE t SET e = e + id, "A new" = 'changed' WHERE id IN (1, 20);
                ALTER TABLE t DROP b;
                DELETE FROM t WHERE id = 2;
                COMMIT""");

        assertSame();
    }

    @ParameterizedTest
    @EnumSource
    void aNewNameIsToldFromAnotherColumn(Capture capture) throws SQLException {
        job = job(capture, "Normal");
        jobs.catchUp(job);
        DATABASES.destination().execute("COMMENT ON COLUMN t.a IS 'kept'");

        follow("ALTER TABLE t RENAME a TO z", "ALTER TABLE t DROP b, ADD y int", "INSERT INTO t VALUES (30, 'z', 3)");

        assertSame();
        assertThat(DATABASES.destination().value("""
                        SELECT col_description('t'::regclass, attnum) FROM pg_attribute
                         WHERE attrelid = 't'::regclass AND attname = 'z'""")).isEqualTo("kept");
    }

    @ParameterizedTest
    @EnumSource
    void namesAreSwapped(Capture capture) throws SQLException {
        DATABASES.source().execute("ALTER TABLE t ALTER b TYPE text");
        job = job(capture, "Normal");

        follow("""
                BEGIN; ALTER TABLE t RENAME a TO x; ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME x TO b;
                INSERT INTO t (id, a, b) VALUES (40, 'was b', 'was a'); COMMIT""");

        assertSame();
    }

    @ParameterizedTest
    @EnumSource
    void valuesThatNoChangeTellsAreCopied(Capture capture) throws SQLException {
        job = job(capture, "Normal");

        follow(
                "ALTER TABLE t ADD r float8 NOT NULL DEFAULT random()",
                "ALTER TABLE t ALTER b TYPE bigint USING b * 1000",
                "INSERT INTO t VALUES (50, 'after', 5)");

        assertSame();
    }

    /** As programs add a column that takes no NULL to a table that has rows. */
    @ParameterizedTest
    @CsvSource({
        "AUTO, int DEFAULT 7",
        "CATALOGUE, int DEFAULT 7",
        "AUTO, int NOT NULL DEFAULT 7",
        "CATALOGUE, int NOT NULL DEFAULT 7",
        "AUTO, float8 DEFAULT random()",
        "CATALOGUE, float8 DEFAULT random()",
    })
    void aColumnComesWithADefaultThatGoesAgain(Capture capture, String column) throws SQLException {
        job = job(capture, "Normal");

        follow(
                "BEGIN; ALTER TABLE t ADD c " + column + "; ALTER TABLE t ALTER c DROP DEFAULT; COMMIT",
                "INSERT INTO t VALUES (11, 'after', 11, 1)");

        assertSame();
    }

    /** When rows are read that have NULL, the catalogue says already that there is none. */
    @ParameterizedTest
    @EnumSource
    void rowsBeforeAColumnTakesNoNullAnyMore(Capture capture) throws SQLException {
        job = job(capture, "Normal");

        follow(
                "ALTER TABLE t ADD c int",
                "INSERT INTO t VALUES (11, 'before')",
                "UPDATE t SET b = id, c = id WHERE b IS NULL OR c IS NULL",
                "ALTER TABLE t ALTER b SET NOT NULL, ALTER c SET NOT NULL",
                "INSERT INTO t VALUES (12, 'after', 12, 12)");

        assertSame();
    }

    @ParameterizedTest
    @EnumSource
    void notNullIsSetWhereATriggerTellsOfIt(Capture capture) throws SQLException {
        job = job(capture, "Normal");

        follow(
                "ALTER TABLE t ADD c int NOT NULL DEFAULT 7, ALTER a SET NOT NULL",
                "INSERT INTO t VALUES (11, 'after', 11)");

        assertSame();
        assertThat(
                        DATABASES.text(
                                "SELECT count(*) FROM pg_attribute WHERE attname IN ('a', 'c') AND attrelid = 't'::regclass AND attnotnull"))
                .isEqualTo(capture == Capture.AUTO && Since.isThere(Since.DECODED_MESSAGES) ? "2" : "0");
    }

    /** The trigger that is made then tells nothing of what was done before. */
    @ParameterizedTest
    @EnumSource
    void aColumnWentAndCameAgainWhenThereWasNoTrigger(Capture before) throws SQLException {
        job = job(before, "Normal");
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "DROP EVENT TRIGGER IF EXISTS di_ddl_ddl",
                        "ALTER TABLE t DROP b",
                        "ALTER TABLE t ADD b int",
                        "INSERT INTO t VALUES (11, 'after', 11)");
        job = job(Capture.AUTO, "Normal");

        jobs.catchUp(job);

        assertSame();
    }

    /** The one before is so large that it comes in two pieces, the second with the change behind it. */
    @Test
    void theTransactionBeforeWhereTheJobStopsIsThere() throws SQLException {
        job = job(Capture.CATALOGUE, "Critical");
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "INSERT INTO t SELECT i, repeat('x', 10000), 6 FROM generate_series(100, 1099) i",
                        "ALTER TABLE t DROP b",
                        "DELETE FROM t WHERE id = 1");

        assertThatThrownBy(() -> jobs.catchUp(job)).isInstanceOf(SyncException.class);

        assertThat(DATABASES.destination().value("SELECT count(*) FROM t WHERE id >= 100"))
                .isEqualTo("1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP b", "ADD c int", "RENAME a TO c", "ALTER b TYPE bigint"})
    void theJobStopsWhereItIsToStop(String change) throws SQLException {
        job = job(Capture.AUTO, "Critical");
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "INSERT INTO t VALUES (60, 'before', 6)",
                        "ALTER TABLE t " + change,
                        "DELETE FROM t WHERE id = 1");

        assertThatThrownBy(() -> jobs.catchUp(job))
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.DDL_REFUSED))
                .hasMessageContaining("The source's table public.t was changed");

        assertThat(DATABASES.destination().value("SELECT count(*) FROM t")).isEqualTo("11");
        assertThat(DATABASES.destination().value("SELECT count(*) FROM t WHERE id = 60"))
                .isEqualTo("1");
        job = job(Capture.AUTO, "Normal");
        jobs.catchUp(job);
        assertSame();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsIgnoredIsLeftOutAndTheRestGoesOn(Capture capture) throws SQLException {
        job = job(capture, "Ignore");
        jobs.catchUp(job);
        String columns = DATABASES.destination().value(COLUMNS);

        follow(
                "ALTER TABLE t ADD c int DEFAULT 5",
                "INSERT INTO t VALUES (80, 'c', 8, 9)",
                "ALTER TABLE t RENAME a TO z",
                "UPDATE t SET z = 'renamed' WHERE id = 1");
        follow(
                "INSERT INTO t VALUES (81, 'after a restart', 8, 9)",
                "ALTER TABLE t DROP b",
                "DELETE FROM t WHERE id = 2");
        follow("INSERT INTO t VALUES (82, 'without', 9)");

        assertThat(DATABASES.destination().value(COLUMNS)).isEqualTo(columns);
        DATABASES.assertSame("(SELECT id, z FROM t)", "(SELECT id, a FROM t)");
        assertThat(DATABASES
                        .destination()
                        .value("SELECT string_agg(concat(id, b), ',' ORDER BY id) FROM t WHERE id > 79"))
                .isEqualTo("808,818,82");
    }

    @ParameterizedTest
    @EnumSource
    void aTableIsEmptiedAlsoWithColumnsThatAreLeftOut(Capture capture) throws SQLException {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        job = job(capture, "Ignore");

        follow(
                "ALTER TABLE t ADD n int",
                "ALTER TABLE t RENAME a TO z",
                "TRUNCATE t",
                "INSERT INTO t (id, z, b, n) VALUES (1, 'z', 2, 3)");

        assertThat(DATABASES.text("SELECT string_agg((id, a, b)::text, ' ') FROM t"))
                .isEqualTo("(1,z,2)");
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedColumnThatStaysTakesNull(Capture capture) throws SQLException {
        DATABASES.source().execute("ALTER TABLE t ALTER b SET NOT NULL");
        DATABASES.destination().execute("""
                CREATE TABLE t (id int PRIMARY KEY, a text, b int NOT NULL, own int NOT NULL DEFAULT 7)""");
        job = job(capture, "Ignore");

        follow("ALTER TABLE t DROP b", "INSERT INTO t VALUES (90, 'without')");
        follow("ALTER TABLE t ADD c int", "INSERT INTO t VALUES (91, 'still without', 1)");

        DATABASES.assertSame("(SELECT id, a FROM t)");
        assertThat(DATABASES.destination().value("SELECT count(b) || ' ' || sum(own) FROM t"))
                .isEqualTo("10 84");
        assertThat(DATABASES.destination().value("SELECT attnotnull FROM pg_attribute WHERE attname = 'own'"))
                .isEqualTo("t");
    }

    @Test
    void aRestartSeesWhatHappenedMeanwhile() throws SQLException {
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "INSERT INTO t VALUES (70, 'old', 7)",
                        "ALTER TABLE t DROP b",
                        "ALTER TABLE t ADD b text",
                        "INSERT INTO t VALUES (71, 'new', 'b')");

        jobs.catchUp(job);

        assertSame();
        jobs.catchUp(job);
        assertSame();
    }

    @Test
    void aTriggerThatAnEarlierVersionMadeFiresInAllSessionsUnlessSomebodyDisabledIt() throws SQLException {
        Since.assume(Since.DECODED_MESSAGES);
        jobs.catchUp(job);
        assertThat(firing()).isEqualTo("A");
        DATABASES.source().execute("ALTER EVENT TRIGGER di_ddl_ddl ENABLE");

        jobs.catchUp(job);

        assertThat(firing()).isEqualTo("A");
        DATABASES.source().execute("ALTER EVENT TRIGGER di_ddl_ddl DISABLE");
        jobs.catchUp(job);
        assertThat(firing()).isEqualTo("D");
    }

    private static @Nullable String firing() throws SQLException {
        return DATABASES.source().value("SELECT evtenabled FROM pg_event_trigger WHERE evtname = 'di_ddl_ddl'");
    }
}
