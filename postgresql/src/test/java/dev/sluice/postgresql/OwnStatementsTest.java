package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's own statements before and after the rows. */
final class OwnStatementsTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createSource() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int, v text)",
                        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 300) i");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t        | CREATE TABLE t (id int, v text)",
                "t        | CREATE TABLE IF NOT EXISTS @table (id int, v text)",
                "new.t    | CREATE SCHEMA new; CREATE TABLE @table (id int, v text)",
                "New Name | CREATE TABLE @table (id int, v text)",
                "Orders   | CREATE TABLE Orders (id int, v text)",
                "t        | DO $$ BEGIN CREATE TABLE t (id int, v text); END $$",
                "t        | SELECT 1::int AS id, ''::text AS v INTO t LIMIT 0"
            })
    void makeTheTable(String name, String sql) throws SQLException {
        TestJob job = databases.job().tables("t").to(name).preSql(sql).channels(2);
        assertThat(of("destination table", job.check()))
                .returns(Outcome.UNKNOWN, Finding::outcome)
                .satisfies(finding -> assertThat(finding.detail()).contains("there is no table " + name + " yet"));
        assertThat(databases.destination().value("SELECT count(*) FROM pg_class WHERE relname ILIKE '" + name + "'"))
                .isEqualTo("0");

        databases.succeed(job);

        String quoted = name.equals("Orders") ? "orders" : NamePath.parse(name).quoted();
        databases.assertSame("t", quoted);
    }

    @Test
    void replaceTheTable() throws SQLException {
        databases
                .destination()
                .execute("CREATE TABLE t (old timestamp, id int, v text)", "INSERT INTO t VALUES ('now')");
        TestJob job = databases
                .job()
                .table("t")
                .read("id", "v")
                .to("t", "id", "v")
                .preSql("DROP TABLE @table", "CREATE TABLE @table (id bigint, v varchar(9), more int)")
                .postSql("UPDATE @table SET more = 1");

        databases.succeed(job);

        assertThat(job.plan().format()).isEqualTo(RowFormat.TEXT);
        databases.assertSame("(SELECT id, v, 1 FROM t)", "t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE other (id int)                     | There is no table t in the destination",
                "CREATE TABLE t (id int)                         | The reader gives 2 columns and the writer takes 1",
                "CREATE TABLE t (id uuid, v text)                | no uuid column can hold id",
                "CREATE MATERIALIZED VIEW t AS SELECT 1 AS id, ''::text AS v | takes no rows"
            })
    void whatTheyMakeIsLookedAt(String sql, String reason) throws SQLException {
        RunReport report = databases.job().table("t").preSql(sql).run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
            assertThat(error).hasMessageContaining(reason);
            assertThat(error.hint()).isPresent();
        });
        assertThat(report.counts().recordsRead()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUNCATE @table", "DELETE FROM t WHERE id > 5", "ANALYZE other"})
    void aMissingTableThatTheyCannotMakeIsAFailure(String sql) throws SQLException {
        databases.destination().execute("CREATE TABLE other (id int)");
        TestJob job = databases.job().table("t").preSql("DELETE FROM other", sql);

        assertThat(of("destination table", job.check()).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.run().status()).isEqualTo(RunStatus.NOT_STARTED);
    }

    @Test
    void runInTheirOrderBeforeAndAfterTheRows() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)", "CREATE TABLE log (at serial, n int)");
        String note = "INSERT INTO log (n) SELECT count(*) + ";

        databases.succeed(databases
                .job()
                .table("t")
                .preSql(note + "1000 FROM @table", note + "2000 FROM @table")
                .postSql(note + "3000 FROM @table", "TRUNCATE @table", note + "4000 FROM @table"));

        assertThat(databases.destination().query("SELECT n FROM log ORDER BY at"))
                .isEqualTo(List.of(List.of("1000"), List.of("2000"), List.of("3300"), List.of("4000")));
    }

    @Test
    void aFailureBeforeTheRowsWritesNone() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)");

        RunReport report =
                databases.job().table("t").preSql("SELECT 1", "SELECT 1/0").run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.DESTINATION_FAILED);
            assertThat(error).hasMessage("preSql statement 2 failed: division by zero");
        });
        assertThat(databases.destination().value("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void aFailureAfterTheRowsSaysThatTheyStay() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)");

        RunReport report = databases.job().table("t").postSql("SELECT 1/0").run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.counts().recordsWritten()).isEqualTo(300);
        assertThat(report.error())
                .get()
                .asString()
                .contains("All rows are in the destination, but postSql statement 1 failed: division by zero");
        databases.assertSame("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM @table",
                "CREATE INDEX CONCURRENTLY ON @table (id)",
                "DELETE FROM @table WHERE id < 0; INSERT INTO log VALUES (2); DELETE FROM log",
                "BEGIN; DELETE FROM @table WHERE id < 0; COMMIT",
                "DO $$ BEGIN PERFORM '?', '{x}'; END $$",
                "SELECT '{\"a\": 1}'::jsonb ? 'a', E'\\\\', '{fn now()}'",
                "-- only a comment",
                "INSERT INTO @table (id) SELECT id FROM @table WHERE false; -- a comment",
                ""
            })
    void areWhateverPostgresqlTakes(String sql) throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int, v text)", "CREATE TABLE log (n int)");

        databases.succeed(databases.job().table("t").preSql(sql).postSql(sql));

        databases.assertSame("t");
    }

    @Test
    void thoseAfterTheRowsDoNotRunWhenTheRowsFailed() throws SQLException {
        databases.destination().execute("CREATE TABLE t (id int CHECK (id < 50), v text)", "CREATE TABLE log (n int)");

        RunReport report = databases
                .job()
                .table("t")
                .preSql("INSERT INTO log VALUES (1)")
                .postSql("INSERT INTO log VALUES (2)")
                .run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(databases.destination().query("SELECT n FROM log")).containsExactly(List.of("1"));
    }

    private static Finding of(String check, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }
}
