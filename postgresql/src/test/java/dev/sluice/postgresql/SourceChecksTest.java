package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody should know about a source before a run. */
final class SourceChecksTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTables() throws SQLException {
        databases.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text)");
        databases.source().execute("INSERT INTO t SELECT i, 'v' FROM generate_series(1, 20) i");
    }

    @Test
    void nothingIsToBeSaidOfAnOrdinaryTable() {
        Findings.assertNone(databases.job().table("t").channels(2));
    }

    @Test
    void policiesThatMayHideRowsAreNamed() throws SQLException {
        String user = "rls_" + databases.source().name();
        databases.source().createUser(user, "secret");
        databases
                .source()
                .execute(
                        "GRANT SELECT ON t TO " + user,
                        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                        "CREATE POLICY few ON t USING (id <= 5)");
        TestJob job = databases.job().table("t").from(place -> place.as(user, "secret"));

        Finding finding = Findings.only(Outcome.WARNING, job);
        assertThat(finding.detail()).contains("row-level security of public.t may hide rows from " + user);
        databases.succeed(job);
        assertThat(databases.count("t")).isEqualTo(5);
        databases.source().execute(finding.cure().orElseThrow());

        Findings.assertNone(job);
        databases.succeed(job.preSql("DELETE FROM @table"));
        databases.assertSame("t");
        databases.source().execute("DROP OWNED BY " + user);
    }

    @Test
    void aStandbyIsReadAndItsWeaknessNamed() throws SQLException {
        try (TestingPostgres primary =
                        TestingPostgres.builder().config("max_wal_senders", "5").build();
                TestDatabase original = primary.newDatabase()) {
            original.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
            try (TestingPostgres standby = primary.newStandby("hot_standby_feedback = off")) {
                awaitReplay(primary, standby);
                TestJob job = new TestJob(standby.database(original.name()), databases.destination())
                        .table("t")
                        .channels(2);

                Finding finding = Findings.only(Outcome.WARNING, job);
                assertThat(finding.check()).isEqualTo("source server");
                assertThat(finding.detail()).contains("standby without hot_standby_feedback");
                assertThat(job.run().error()).isEmpty();
                assertThat(databases.count("t")).isEqualTo(2);
                String sql = finding.cure().orElseThrow().substring("On the standby: ".length());
                standby.execute(sql.split("; "));
                awaitFeedback(standby);

                Findings.assertNone(job);
            }
        }
    }

    private static void awaitReplay(TestingPostgres primary, TestingPostgres standby) throws SQLException {
        String written = String.valueOf(primary.value("SELECT pg_current_wal_lsn()"));
        while (!"t".equals(standby.value("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn", written))) {
            standby.query("SELECT pg_sleep(0.01)::text");
        }
    }

    private static void awaitFeedback(TestingPostgres standby) throws SQLException {
        while (!"on".equals(standby.value("SHOW hot_standby_feedback"))) {
            standby.query("SELECT pg_sleep(0.01)::text");
        }
    }

    @Test
    void aMaterializedViewWithoutItsRowsIsMendedByTheAdvice() throws SQLException {
        databases.source().execute("CREATE MATERIALIZED VIEW m AS SELECT * FROM t WITH NO DATA");
        TestJob job = databases.job().tables("m").to("t");

        Finding finding = Findings.only(Outcome.FAILED, job);
        assertThat(finding.detail()).contains("has not been populated");
        databases.source().execute(finding.cure().orElseThrow());

        databases.succeed(job);
        databases.assertSame("t");
    }

    @ParameterizedTest
    @CsvSource({
        "orders, public.orders, oders",
        "orders, public.orders, public.orderss",
        "Bestellungen, public.Bestellungen, bestelungen"
    })
    void aSlipInATablesNameIsAnswered(String table, String meant, String written) throws SQLException {
        databases.source().execute("CREATE TABLE " + Quoting.identifier(table) + " (id int)");

        assertThat(Findings.only(Outcome.FAILED, databases.job().tables(written).to("t"))
                        .cure()
                        .orElseThrow())
                .startsWith("Did you mean " + meant + "?");
    }

    @Test
    void aSchemaThatIsMissingIsNamed() {
        assertThat(Findings.only(
                                Outcome.FAILED,
                                databases.job().tables("t").read("id").to("No.nothing", "id"))
                        .cure()
                        .orElseThrow())
                .startsWith("There is no schema No: CREATE SCHEMA \"No\".");
    }

    @Test
    void whatMayNotBeAskedIsSaid() throws SQLException {
        String user = "asks_" + databases.source().name();
        databases.source().createUser(user, "secret");
        databases
                .source()
                .execute(
                        "GRANT SELECT ON t TO " + user,
                        "REVOKE EXECUTE ON FUNCTION row_security_active(oid) FROM PUBLIC",
                        "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        TestJob job = databases.job().table("t").from(place -> place.as(user, "secret"));

        Finding finding = Findings.only(Outcome.UNKNOWN, job);
        assertThat(finding.check()).isEqualTo("source rows");
        assertThat(finding.detail()).contains("permission denied for function row_security_active");
        databases.succeed(job);

        databases
                .source()
                .execute(
                        "GRANT EXECUTE ON FUNCTION row_security_active(oid), pg_control_system() TO PUBLIC",
                        "DROP OWNED BY " + user);
    }
}
