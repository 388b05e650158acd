package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rule DefinePrimaryKey. */
final class DefinedKeyTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB =
            RealtimeJobs.ruled("keyed", "t.*", "none", "DefinePrimaryKey: {\"columns\": [\"a\", \"b\"]}");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private static String primaryKey() throws SQLException {
        return DATABASES.text("SELECT coalesce(string_agg(pg_get_constraintdef(oid), ' '), 'none') FROM pg_constraint"
                + " WHERE conrelid = 't'::regclass AND contype IN ('p', 'u')");
    }

    private static void change() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "INSERT INTO t SELECT i, 1, 'new' FROM generate_series(11, 200) i",
                        "UPDATE t SET v = 'changed' WHERE a = 2",
                        "UPDATE t SET b = 5 WHERE a BETWEEN 20 AND 90",
                        "DELETE FROM t WHERE a = 3");
    }

    @Test
    void isThatOfATableThatIsMadeAndFindsRowsOfOneWithoutAKey() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (a int, b int, v text)",
                        "ALTER TABLE t REPLICA IDENTITY FULL",
                        "INSERT INTO t SELECT i, 1, 'first' FROM generate_series(1, 10) i");
        jobs.catchUp(JOB);
        assertThat(primaryKey()).isEqualTo("PRIMARY KEY (a, b)");

        change();
        jobs.catchUp(JOB);

        DATABASES.assertSame("t");
    }

    @Test
    void altersNoTableThatIsThere() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (a int, b int, v text)");
        DATABASES.source().execute("ALTER TABLE t REPLICA IDENTITY FULL");
        DATABASES.source().execute("INSERT INTO t SELECT i, 1, 'first' FROM generate_series(1, 10) i");
        jobs.catchUp(JOB);
        change();
        jobs.catchUp(JOB);

        assertThat(primaryKey()).isEqualTo("none");
        DATABASES.assertSame("t");
    }

    @Test
    void leavesItToTheSourcesOwnKeyToFindRowsWhereNothingElseIsTold() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL, v text)",
                        "INSERT INTO t SELECT i, 1, 'first' FROM generate_series(1, 10) i");
        jobs.catchUp(JOB);
        change();
        jobs.catchUp(JOB);

        assertThat(primaryKey()).isEqualTo("PRIMARY KEY (a, b)");
        DATABASES.assertSame("t");
    }

    @Test
    void isRefusedWhereATableLacksAColumn() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (a int PRIMARY KEY)");

        try (ChangeSource source = jobs.source(JOB)) {
            assertThat(source.check())
                    .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                    .singleElement()
                    .satisfies(
                            finding -> assertThat(finding.detail())
                                    .isEqualTo(
                                            "public.t has no column b, which the rule \"my DefinePrimaryKey\" makes a part of its key"))
                    .extracting(Finding::check)
                    .isEqualTo("DefinePrimaryKey");
        }
    }
}
