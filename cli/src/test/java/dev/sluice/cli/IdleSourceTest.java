package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody writes to the source: the slot moves on, beside a busy database of its server and where nobody writes at all. */
@Timeout(240)
final class IdleSourceTest {
    /** As much as a busy database writes in an hour, made quickly; {@code -Didle.megabytes=N}. */
    private static final int MEGABYTES = Integer.getInteger("idle.megabytes", 500);

    private static final int MEGABYTES_AT_ONCE = 50;
    private static final String FEW_MEGABYTES = "20000000";

    private static final String SETTINGS = "{\"Name\": \"sluice.heartbeat.seconds\", \"Value\": \"1\"}";

    @TempDir
    private Path folder;

    /** Without a heartbeat a server writes a record or two of its own accord, and then rests. */
    private static final int BEATS = 4;

    private static String slot(String expression) {
        return "select " + expression + " from pg_replication_slots where slot_name = '" + LiveCopy.SLOT + "'";
    }

    @Test
    void keepsNoLogOfOtherDatabases() throws Exception {
        try (TestingPostgres server = TestingPostgres.builder()
                        .config("wal_level", "logical")
                        .config("max_wal_size", "128MB")
                        .config("autovacuum", "off")
                        .build();
                LiveCopy live = new LiveCopy(folder, server, TestingPostgres.shared());
                TestDatabase busy = server.newDatabase()) {
            live.tables(1, 10);
            live.job("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", SETTINGS);
            try (SluiceProcess process = live.start("run")) {
                process.awaitErr("live");
                for (int written = 0; written < MEGABYTES; written += MEGABYTES_AT_ONCE) {
                    busy.execute(
                            "select pg_logical_emit_message(false, 'busy', repeat('x', 1000000))"
                                    + " from generate_series(1, " + MEGABYTES_AT_ONCE + ")",
                            "checkpoint");
                    LiveCopy.await(
                            process,
                            live.source(),
                            slot("pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn) < " + FEW_MEGABYTES),
                            "true");
                }
                for (int beat = 0; beat < BEATS; beat++) {
                    String now = live.source().value("select pg_current_wal_insert_lsn()");
                    LiveCopy.await(process, live.source(), slot("confirmed_flush_lsn > '" + now + "'"), "true");
                }
                live.source().execute("insert into t1 values (11, 'still there')");
                live.awaitAtDestination(process, "select count(*) from t1", "11");
                assertThat(live.sluice("stop").exitCode()).isEqualTo(0);
            }
            live.assertEqual(1);
        }
    }
}
