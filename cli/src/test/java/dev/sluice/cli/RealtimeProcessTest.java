package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real-time job in a process of its own, which is stopped, killed, started twice, and loses its servers. */
@Timeout(180)
final class RealtimeProcessTest {
    private static final String COPIED = "select count(*) from t1";
    private static final String NOTED =
            "select count(*) from sluice_progress where table_name like 't%' and position is not null";
    private static final String STATE = "select count(*) from t1 where v = 'mark'";

    @TempDir
    private Path folder;

    private static TestingPostgres server() {
        return TestingPostgres.builder().config("wal_level", "logical").build();
    }

    private static void mark(LiveCopy live, int number) throws SQLException {
        live.source().execute("insert into t1 values (" + (1_000_000 + number) + ", 'mark')");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalStopsItInGoodOrder(String signal, int exitCode) throws Exception {
        try (LiveCopy live = new LiveCopy(folder)) {
            live.tables(2, 1000);
            Path report = folder.resolve("report.json");
            Outcome outcome;
            try (SluiceProcess process = live.start("run", "--report", report.toString())) {
                live.awaitAtDestination(process, COPIED, "1000");
                mark(live, 1);
                live.awaitAtDestination(process, STATE, "1");
                process.signal(signal);
                outcome = process.outcome();
            }

            assertThat(outcome.exitCode()).isEqualTo(exitCode);
            assertThat(outcome.err()).contains("Stopping ...", "2 of 2 tables have their first copy");
            assertThat(outcome.showsStackTrace()).isFalse();
            assertThat(report).content().contains("\"status\" : \"STOPPED\"");
            assertThat(live.sluice("status").out()).contains("not running; stopped at ");
            mark(live, 2);
            assertThat(live.catchUp().exitCode()).isEqualTo(0);
            live.assertEqual(2);
        }
    }

    @Test
    void aSignalEndsAFirstCopyThatWaitsForALock() throws Exception {
        try (LiveCopy live = new LiveCopy(folder);
                Connection locker = live.destination().connect()) {
            live.tables(2, 1000);
            try (SluiceProcess process = live.start("run");
                    Statement lock = locker.createStatement()) {
                lock.execute("begin; lock table t2 in exclusive mode");
                live.awaitAtDestination(process, "select to_regclass('sluice_progress') is not null", "true");
                live.awaitAtDestination(process, NOTED, "1");
                process.signal("TERM");
                Outcome outcome = process.outcome();

                assertThat(outcome.exitCode()).isEqualTo(143);
                assertThat(outcome.err())
                        .contains("1 of 2 tables have their first copy")
                        .doesNotContain("does not answer");
                lock.execute("rollback");
            }
            assertThat(live.sluice("status").out()).containsPattern("public\\.t2 +waiting");
            assertThat(live.catchUp().err()).contains("public.t2: first copy done, 1,000 rows");
            live.assertEqual(2);
        }
    }

    @Test
    void resyncCopiesATableAnewWhileTheOthersGoOn() throws Exception {
        try (LiveCopy live = new LiveCopy(folder)) {
            live.tables(2, 10);
            try (SluiceProcess process = live.start("run")) {
                live.awaitAtDestination(process, COPIED, "10");
                liveStatus(live);
                live.destination().execute("delete from t1", "delete from t2 where id = 1");

                Outcome outcome = live.sluice("resync", "public.t1");

                assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
                assertThat(outcome.out()).contains("Emptied, and copied anew by the run: public.t1");
                live.awaitAtDestination(process, "select count(*) from t1", "10");
                process.awaitErr("public.t1 is emptied and copied anew, as it is wished");
                live.destination().execute("alter table t2 rename to away");
                Outcome refused = live.sluice("resync", "public.t2");
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.err()).contains("public.t2 is not copied anew: There is no table public.t2");
                live.destination().execute("alter table away rename to t2");
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
            }
            assertThat(live.destination().value("select count(*) from t2")).isEqualTo("9");
        }
    }

    @Test
    void stopEndsItAndStatusTellsOfIt() throws Exception {
        try (LiveCopy live = new LiveCopy(folder)) {
            live.tables(1, 10);
            try (SluiceProcess process = live.start("run")) {
                live.awaitAtDestination(process, COPIED, "10");
                mark(live, 1);
                live.awaitAtDestination(process, STATE, "1");
                JsonNode status = liveStatus(live);
                assertThat(status.at("/run/tables/0/state").asText()).isEqualTo("LIVE");
                assertThat(status.at("/source/slot/active").asBoolean()).isTrue();
                assertThat(status.at("/run/pid").asLong()).isPositive();
                assertThat(live.sluice("drop").exitCode()).isEqualTo(3);

                assertThat(live.sluice("stop").out()).contains("The job live has stopped");
                assertThat(process.outcome().exitCode()).isEqualTo(0);
            }
            assertThat(live.sluice("stop").out()).contains("Nothing runs the job live");
        }
    }

    /** Asks until the run is live and its table's state is written. */
    private static JsonNode liveStatus(LiveCopy live) throws IOException {
        JsonNode status;
        do {
            status = new ObjectMapper().readTree(live.sluice("status", "--json").out());
        } while (!"LIVE".equals(status.at("/run/state").asText()));
        return status;
    }

    @Test
    void nothingIsLiveAnyMoreWhenTheRunIsKilled() throws Exception {
        try (LiveCopy live = new LiveCopy(folder)) {
            live.tables(1, 10);
            try (SluiceProcess process = live.start("run")) {
                assertThat(liveStatus(live).at("/run/tables/0/state").asText()).isEqualTo("LIVE");
                process.signal("KILL");
                assertThat(process.outcome().exitCode()).isEqualTo(137);
            }

            assertThat(live.sluice("status").out()).containsPattern("public\\.t1 +paused +10 ");
        }
    }

    @Test
    void runsOnceAtATime(@TempDir Path elsewhere) throws Exception {
        try (LiveCopy live = new LiveCopy(folder)) {
            live.tables(1, 10);
            try (SluiceProcess process = live.start("run")) {
                live.awaitAtDestination(process, COPIED, "10");

                Path report = folder.resolve("report.json");
                Outcome here = live.catchUp("--report", report.toString());
                assertThat(here.exitCode()).isEqualTo(3);
                assertThat(report).content().contains("\"NOT_STARTED\"", "\"ALREADY_RUNNING\"");
                assertThat(here.err()).contains("The job live is run already by the process ", "sluice stop FILE");

                TestWorkspace other = new TestWorkspace(elsewhere);
                other.dataSource("source", live.source());
                other.dataSource("destination", live.destination());
                other.write("jobs/live.json", live.workspace().read("jobs/live.json"));
                Outcome there = other.sluice("run", "live.json", "--until", "caught-up");
                assertThat(there.exitCode()).isEqualTo(3);
                assertThat(there.err())
                        .contains("NOT_STARTED: ALREADY_RUNNING", "The job live is running already: the destination's");
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40_000, 100_000, 100_020})
    void aKilledRunGoesOn(int rows) throws Exception {
        try (LiveCopy live = new LiveCopy(folder)) {
            live.tables(2, 100_000);
            try (SluiceProcess process = live.start("run")) {
                for (int i = 1; i <= 20; i++) {
                    mark(live, i);
                }
                LiveCopy.await(
                        process,
                        live.destination(),
                        "select (select count(*) from t1) + (select count(*) from t2) >= " + rows,
                        "true");
                process.signal("KILL");
                assertThat(process.outcome().exitCode()).isEqualTo(137);
            }
            live.source().execute("update t1 set v = 'later' where id % 100 = 0", "delete from t2 where id < 50");

            assertThat(live.sluice("status").out()).contains("its process was ended from outside");
            Outcome outcome = live.catchUp();
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
            live.assertEqual(2);
        }
    }

    @Test
    void aDestinationThatTakesNoWritesForAWhileEndsNothing() throws Exception {
        try (TestingPostgres to = server();
                LiveCopy live = new LiveCopy(folder, TestingPostgres.shared(), to)) {
            live.tables(1, 100);
            try (SluiceProcess process = live.start("run")) {
                mark(live, 1);
                live.awaitAtDestination(process, STATE, "1");
                live.destination()
                        .execute(
                                "alter system set default_transaction_read_only = on",
                                "select pg_reload_conf()",
                                "select pg_sleep(0.2)");
                mark(live, 2);
                process.awaitErr("trying again");
                live.destination()
                        .execute(
                                "set default_transaction_read_only = off",
                                "alter system reset default_transaction_read_only",
                                "select pg_reload_conf()");
                live.awaitAtDestination(process, STATE, "2");
                assertThat(process.err()).contains("DESTINATION_UNAVAILABLE", "read-only transaction");
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
            }
            live.assertEqual(1);
        }
    }
}
