package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.realtime.RunPlan;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A standby as the source, from version 16 on. */
@Timeout(120)
final class StandbySourceTest {
    private static final RealtimeJob JOB = RealtimeJobs.job("standby", "t.*");

    @TempDir
    private Path folder;

    private PrimaryAndStandby servers;

    @BeforeEach
    void start() throws SQLException {
        Since.assume(Since.STANDBY_DECODING);
        servers = new PrimaryAndStandby();
    }

    @AfterEach
    void stop() throws SQLException {
        if (servers != null) {
            servers.close();
        }
    }

    private RealtimeJobs jobs() {
        return new RealtimeJobs(TestEndpoint.of(servers.standby()), TestEndpoint.of(servers.destination()), folder);
    }

    private List<Finding> found(Outcome outcome) {
        try (ChangeSource source = jobs().source(JOB)) {
            return source.check().stream()
                    .filter(finding -> finding.outcome() == outcome)
                    .toList();
        }
    }

    private void publish() throws SQLException {
        servers.primary().execute("CREATE PUBLICATION di_pub_standby FOR TABLE t");
        servers.awaitStandby();
    }

    private void assertEqual() throws SQLException {
        String rows = "SELECT string_agg(t::text, ' ' ORDER BY id) FROM t";
        assertThat(servers.destination().value(rows))
                .isEqualTo(servers.primary().value(rows));
    }

    @Test
    void givesTheFirstCopyAndEveryChangeAlsoThoseMadeMeanwhile() throws Exception {
        publish();
        servers.writeDownTransactions();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> servers.writeUntil(enough::get));
        jobs().catchUp(JOB);
        enough.set(true);
        writer.join();
        servers.primary().execute("DELETE FROM t WHERE id = 1", "UPDATE t SET v = 'changed' WHERE id = 2");
        servers.awaitStandby();
        jobs().catchUp(JOB);

        assertThat(servers.count()).isGreaterThan(100);
        assertEqual();
    }

    @Test
    void goesOnWhenItTakesThePrimarysPlace() throws Exception {
        publish();
        servers.writeDownTransactions();
        try (Running run = Running.live(jobs().run(JOB, RunPlan.Until.STOPPED))) {
            servers.primary().execute("INSERT INTO t VALUES (1001, 'before')");
            servers.awaitStandby();
            servers.failOver();
            servers.standby().execute("INSERT INTO t VALUES (1002, 'after')");
            run.await(servers.destination(), "count(*) = 2 FROM t WHERE id > 1000");
        }
    }

    @Test
    void takesATableThatComesLaterWhenThePrimaryPublishesIt() throws Exception {
        publish();
        servers.writeDownTransactions();
        RealtimeJobs jobs = jobs();
        try (Running run = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            servers.primary().execute("CREATE TABLE t2 (id int PRIMARY KEY)", "INSERT INTO t2 VALUES (1)");
            run.await(() -> !jobs.warnings().isEmpty());
            assertThat(jobs.warnings().get(0))
                    .contains("On the primary: ALTER PUBLICATION \"di_pub_standby\" ADD TABLE \"public\".\"t2\"");
            servers.primary().execute("ALTER PUBLICATION di_pub_standby ADD TABLE t2");
            run.await(servers.destination(), "count(*) = 1 FROM t2");
        }
    }

    @Test
    void needsThePublicationOfThePrimary() throws SQLException {
        servers.awaitStandby();
        assertThat(found(Outcome.FAILED)).singleElement().satisfies(finding -> {
            assertThat(finding.detail()).contains("there is no di_pub_standby");
            servers.primary().execute(finding.cure().orElseThrow().replace("On the primary: ", ""));
        });
        servers.primary().execute("CREATE TABLE t2 (id int PRIMARY KEY)");
        servers.awaitStandby();
        assertThat(found(Outcome.FAILED)).singleElement().satisfies(finding -> {
            assertThat(finding.detail()).contains("di_pub_standby lacks public.t2");
            servers.primary().execute(finding.cure().orElseThrow().replace("On the primary: ", ""));
        });
        servers.awaitStandby();
        assertThat(found(Outcome.FAILED)).isEmpty();
        assertThat(found(Outcome.WARNING))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.cure()).get().asString().contains("pg_log_standby_snapshot"));
    }

    @Test
    void warnsWhereThePrimaryDoesNotKnowOfTheSlot() throws SQLException {
        publish();
        servers.standby().execute("ALTER SYSTEM SET hot_standby_feedback = off", "SELECT pg_reload_conf()");

        assertThat(found(Outcome.WARNING))
                .extracting(Finding::detail)
                .anyMatch(text -> text.contains("the slot is lost"));
    }

    @Test
    void cannotDropThePublication() throws SQLException {
        publish();
        servers.writeDownTransactions();
        jobs().catchUp(JOB);

        try (ChangeSource source = jobs().source(JOB)) {
            assertThatThrownBy(source::forget)
                    .hasMessageContaining("can be dropped on the primary only")
                    .isInstanceOfSatisfying(
                            SyncException.class,
                            error -> assertThat(error.hint().orElseThrow())
                                    .isEqualTo("DROP PUBLICATION \""
                                            + JOB.identity().publication()
                                            + "\" on the primary, then drop the job once more"));
            assertThat(source.status().slot()).isEmpty();
        }
    }
}
