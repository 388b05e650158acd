package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sluice status} says of lag and retained log is what the server's own views say of the same state. */
@Timeout(120)
final class StatusAgreesTest {
    /** So that nothing moves while both are asked. */
    private static final String NO_HEARTBEAT = "{\"Name\": \"sluice.heartbeat.seconds\", \"Value\": \"0\"}";

    @TempDir
    private Path folder;

    private TestingPostgres server;
    private LiveCopy live;

    /** What the server's views say. */
    private record Views(
            String position, boolean active, String confirmed, long retained, long unconfirmed, String flushed) {
        static Views of(LiveCopy live) throws SQLException {
            List<String> row = live
                    .source()
                    .query("select pg_current_wal_insert_lsn(), s.active, s.confirmed_flush_lsn,"
                            + " pg_wal_lsn_diff(pg_current_wal_insert_lsn(), s.restart_lsn),"
                            + " pg_wal_lsn_diff(pg_current_wal_insert_lsn(), s.confirmed_flush_lsn), r.flush_lsn"
                            + " from pg_replication_slots s left join pg_stat_replication r on r.pid = s.active_pid"
                            + " where s.slot_name = '" + LiveCopy.SLOT + "'")
                    .get(0)
                    .stream()
                    .map(String::valueOf)
                    .toList();
            return new Views(
                    row.get(0),
                    row.get(1).equals("t"),
                    row.get(2),
                    Long.parseLong(row.get(3)),
                    Long.parseLong(row.get(4)),
                    row.get(5));
        }
    }

    /** Both in the same state: the views are the same before and after. */
    private record Both(JsonNode status, Views views) {}

    @BeforeEach
    void open() throws SQLException {
        server = TestingPostgres.builder()
                .config("wal_level", "logical")
                .config("autovacuum", "off")
                .build();
        live = new LiveCopy(folder, server, TestingPostgres.shared());
        live.tables(1, 100);
        live.job("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", NO_HEARTBEAT);
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
        server.close();
    }

    private Both ask() throws SQLException, IOException {
        Views before;
        Views after = Views.of(live);
        JsonNode status;
        do {
            before = after;
            status = new ObjectMapper().readTree(live.sluice("status", "--json").out());
            after = Views.of(live);
        } while (!after.equals(before));
        return new Both(status, after);
    }

    private static void assertAgree(Both both) {
        JsonNode source = both.status().get("source");
        assertThat(source.get("position").asText()).isEqualTo(both.views().position());
        assertThat(source.at("/slot/active").asBoolean()).isEqualTo(both.views().active());
        assertThat(source.at("/slot/confirmed").asText()).isEqualTo(both.views().confirmed());
        assertThat(source.at("/slot/retainedBytes").asLong())
                .isEqualTo(both.views().retained());
    }

    @Test
    void whenTheJobIsStopped() throws Exception {
        assertThat(live.catchUp().exitCode()).isEqualTo(0);
        live.source().execute("insert into t1 select i, repeat('x', 100) from generate_series(101, 5000) i");

        Both both = ask();

        assertAgree(both);
        assertThat(both.views().retained()).isGreaterThan(490_000);
        assertThat(both.status().get("lagBytes").asLong()).isEqualTo(notAtDestination(both.views()));
        assertThat(live.sluice("status").out())
                .contains(Words.count(notAtDestination(both.views())) + " bytes of log ahead of the destination")
                .contains("keeps " + Words.count(both.views().retained()) + " bytes of log");
    }

    /** What the slot has not confirmed may be at the destination all the same. */
    private long notAtDestination(Views views) throws SQLException {
        String position = live.destination().value("select position::text from sluice_progress where table_name = ''");
        return Long.parseLong(Objects.requireNonNull(live.source()
                .value("select pg_wal_lsn_diff('" + views.position() + "', greatest('" + position + "'::pg_lsn, '"
                        + views.confirmed() + "'))::text")));
    }

    @Test
    void whenTheJobIsLive() throws Exception {
        try (SluiceProcess process = live.start("run");
                TestDatabase other = server.newDatabase()) {
            process.awaitErr("live");
            live.source().execute("insert into t1 values (1001, 'new')");
            live.awaitAtDestination(process, "select count(*) from t1", "101");
            other.execute("select pg_logical_emit_message(false, 'other', repeat('x', 5000000))");
            String end = live.source().value("select pg_current_wal_insert_lsn()::text");
            LiveCopy.await(
                    process,
                    live.source(),
                    "select confirmed_flush_lsn >= '" + end + "' from pg_replication_slots where slot_name = '"
                            + LiveCopy.SLOT + "'",
                    "true");

            Both both = ask();

            assertAgree(both);
            assertThat(both.views().active()).isTrue();
            assertThat(both.views().flushed()).isEqualTo(both.views().confirmed());
            assertThat(both.status().get("lagBytes").asLong())
                    .isEqualTo(both.views().unconfirmed())
                    .isLessThan(100_000);
            assertThat(both.status().at("/run/lagBytes").asLong()).isLessThan(100_000);
            assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
        }
    }

    /** Where nothing was committed since the copies, nothing waits, however old they are. */
    @Test
    void whenNoTransactionHasComeYet() throws Exception {
        try (SluiceProcess process = live.start("run")) {
            process.awaitErr("live");
            JsonNode run;
            do {
                run = new ObjectMapper()
                        .readTree(live.sluice("status", "--json").out())
                        .get("run");
            } while (!run.hasNonNull("lagBytes"));

            assertThat(run.get("lagMillis").asLong()).isZero();
            assertThat(live.sluice("status").out()).contains(": 0 changes, ", ", lag 0 s, ");
            assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
        }
    }
}
