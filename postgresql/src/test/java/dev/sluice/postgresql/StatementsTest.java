package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements before and after a run. */
final class StatementsTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTables() throws SQLException {
        databases.onBoth(
                "CREATE TABLE \"T 1\" (id int, v text)", "CREATE TABLE log (n serial, what text, rows bigint)");
        databases.source().execute("INSERT INTO \"T 1\" SELECT i, 'v' FROM generate_series(1, 100) i");
        databases.destination().execute("INSERT INTO \"T 1\" VALUES (-1, 'old')");
    }

    private static TestJob job() {
        return databases.job().table("T 1").channels(2);
    }

    private static String note(String what) {
        return "INSERT INTO log (what, rows) SELECT '" + what + "', count(*) FROM @table";
    }

    @Test
    void runInTheirOrderAroundTheRows() throws SQLException {
        databases.succeed(job().preSql(note("before"), "DELETE FROM @table WHERE id < 0", note("empty"))
                .postSql(note("after"), "CREATE INDEX ON @table (id)", "ANALYZE @table", note("end")));

        databases.assertSame("\"T 1\"");
        assertThat(databases.destination().query("SELECT what || ' ' || rows FROM log ORDER BY n"))
                .extracting(row -> row.get(0))
                .containsExactly("before 1", "empty 0", "after 100", "end 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM @table",
                "VACUUM (ANALYZE) @table",
                "CREATE INDEX CONCURRENTLY ON @table (id)",
                "DELETE FROM @table WHERE id < 0; INSERT INTO log (what) VALUES ('two'); DELETE FROM log",
                "BEGIN; DELETE FROM @table WHERE id < 0; COMMIT",
                "DO $$ BEGIN PERFORM '?', '{x}'; END $$",
                "SELECT '{\"a\": 1}'::jsonb ? 'a', E'\\\\', '{fn now()}'",
                "-- only a comment",
                "SET search_path = pg_catalog",
                "INSERT INTO @table (id) SELECT id FROM @table WHERE false; -- a comment",
                ""
            })
    void takeWhateverPostgresqlTakes(String sql) throws SQLException {
        databases.succeed(job().preSql(sql, "DELETE FROM @table WHERE id < 0").postSql(sql));

        databases.assertSame("\"T 1\"");
    }

    @Test
    void aFailureBeforeLeavesTheTableAlone() throws SQLException {
        RunReport report = job().preSql(note("done"), "DELETE FROM nosuch", "DELETE FROM @table")
                .run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
            assertThat(error)
                    .hasMessageContaining("preSql statement 2 failed")
                    .hasMessageContaining("relation \"nosuch\" does not exist");
        });
        assertThat(report.counts().recordsRead()).isZero();
        assertThat(databases.count("\"T 1\"")).isEqualTo(1);
        assertThat(databases.count("log")).isEqualTo(1);
    }

    @Test
    void aFailureAfterFailsTheRunButNotItsRows() throws SQLException {
        RunReport report = job().postSql(note("done"), "ALTER TABLE @table ADD CHECK (id > 0)", note("never"))
                .run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error())
                .get()
                .asString()
                .contains("postSql statement 2 failed")
                .contains("is violated");
        assertThat(report.counts().recordsWritten()).isEqualTo(100);
        assertThat(databases.count("\"T 1\"")).isEqualTo(101);
        assertThat(databases.count("log")).isEqualTo(1);
    }

    @Test
    void thoseAfterDoNotRunWhenTheRowsFailed() throws SQLException {
        databases.destination().execute("ALTER TABLE \"T 1\" ADD CHECK (id < 50)");

        RunReport report = job().preSql(note("before")).postSql(note("after")).run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(databases.destination().query("SELECT what FROM log"))
                .extracting(row -> row.get(0))
                .containsExactly("before");
    }

    @Test
    void aCheckRunsNone() throws SQLException {
        assertThat(job().preSql("DELETE FROM @table").postSql(note("after")).check())
                .noneMatch(finding -> finding.outcome() == Outcome.FAILED);

        assertThat(databases.count("\"T 1\"")).isEqualTo(1);
        assertThat(databases.count("log")).isZero();
    }

    @Test
    void theTableMayBeMadeAgain() throws SQLException {
        databases.succeed(
                job().preSql("DROP TABLE @table", "CREATE TABLE @table (id int, v text, later int DEFAULT 7)"));

        databases.assertSame("(SELECT *, 7 FROM \"T 1\")", "\"T 1\"");
    }
}
