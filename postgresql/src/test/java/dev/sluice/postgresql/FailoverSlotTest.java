package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A slot that goes over to a standby which takes the primary's place, from version 17 on. */
@Timeout(120)
final class FailoverSlotTest {
    private static final RealtimeJob JOB = RealtimeJobs.job("failover", "t.*");

    @TempDir
    private Path folder;

    private PrimaryAndStandby servers;

    @BeforeEach
    void start() throws SQLException {
        Since.assume(Since.FAILOVER_SLOTS);
        servers = new PrimaryAndStandby();
    }

    @AfterEach
    void stop() throws SQLException {
        if (servers != null) {
            servers.close();
        }
    }

    private RealtimeJobs jobs(TestDatabase source) {
        return new RealtimeJobs(TestEndpoint.of(source), TestEndpoint.of(servers.destination()), folder);
    }

    private List<Finding> check(TestDatabase at, String check) {
        try (ChangeSource source = jobs(at).source(JOB)) {
            return source.check().stream()
                    .filter(finding -> finding.check().equals(check))
                    .toList();
        }
    }

    /** A standby keeps its copy of a slot once it has all that the slot needs. */
    private void synchronize() throws SQLException {
        do {
            servers.primary()
                    .execute("INSERT INTO t SELECT max(id) + 1, 'later' FROM t", "SELECT pg_log_standby_snapshot()");
            servers.awaitStandby();
            jobs(servers.primary()).catchUp(JOB);
            servers.standby().execute("SELECT pg_sync_replication_slots()");
        } while (!"t"
                .equals(servers.standby()
                        .value("SELECT bool_or(synced AND NOT temporary) FROM pg_replication_slots"
                                + " WHERE slot_name = 'di_slot_failover'")));
    }

    @Test
    void losesNothingWhenTheStandbyTakesThePrimarysPlace() throws SQLException {
        jobs(servers.primary()).catchUp(JOB);
        synchronize();
        servers.primary().execute("INSERT INTO t VALUES (10001, 'applied before')");
        jobs(servers.primary()).catchUp(JOB);
        servers.primary().execute("INSERT INTO t VALUES (10002, 'not applied before')");
        servers.awaitStandby();

        servers.failOver();
        servers.standby().execute("INSERT INTO t VALUES (10003, 'after')", "DELETE FROM t WHERE id = 1");
        jobs(servers.standby()).catchUp(JOB);

        String rows = "SELECT string_agg(t::text, ' ' ORDER BY id) FROM t";
        assertThat(servers.destination().value(rows))
                .isEqualTo(servers.standby().value(rows));
        assertThat(servers.destination().value("SELECT count(*) FROM t WHERE id > 10000"))
                .isEqualTo("3");
    }

    @Test
    void isNotReadWhileItIsACopy() throws SQLException {
        jobs(servers.primary()).catchUp(JOB);
        synchronize();

        assertThat(check(servers.standby(), "source server")).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(finding.detail()).contains("di_slot_failover there is a copy of the primary's slot");
        });
    }

    @Test
    void isToldWhatItLacksToGoOver() throws SQLException {
        servers.awaitStandby();
        servers.primary()
                .execute(
                        "CREATE PUBLICATION di_pub_failover FOR TABLE t",
                        "SELECT pg_create_logical_replication_slot('di_slot_failover', 'pgoutput')");
        assertThat(check(servers.primary(), "failover")).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.WARNING);
            assertThat(finding.detail()).contains("di_slot_failover stays behind");
        });

        servers.primary().execute("SELECT pg_drop_replication_slot('di_slot_failover')");
        jobs(servers.primary()).catchUp(JOB);
        assertThat(check(servers.primary(), "failover")).singleElement().satisfies(finding -> {
            assertThat(finding.detail()).contains("the destination would be ahead of it");
            servers.primary().execute(finding.cure().orElseThrow().split("; then ", -1));
        });

        assertThat(check(servers.primary(), "failover"))
                .extracting(Finding::outcome)
                .containsExactly(Outcome.OK);
    }
}
