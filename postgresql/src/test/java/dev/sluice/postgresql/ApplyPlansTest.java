package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.postgresql.Followed.Way;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the destination's server reads for many changes when it is wrong about a table, as it is where VACUUM ran while a copy did. */
final class ApplyPlansTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id int PRIMARY KEY, v int",
                "id bigint, v int, part text DEFAULT 'x', PRIMARY KEY (part, id)",
                "id varchar(9), v int, part varchar DEFAULT 'x', PRIMARY KEY (id, part)",
                "id numeric(9, 2) PRIMARY KEY, v int",
                "id whole PRIMARY KEY, v int",
            })
    void findRowsByTheirIndex(String columns) throws Exception {
        Since.assume(Since.STATISTICS_AT_ONCE);
        DATABASES.onBoth("CREATE DOMAIN whole AS int CHECK (VALUE > 0)");
        try (Followed followed = Followed.start(DATABASES, folder, "CREATE TABLE t (" + columns + ")")) {
            followed.follow(Way.SETS, "INSERT INTO t (id, v) SELECT i, 0 FROM generate_series(1, 30000) i");
            DATABASES
                    .destination()
                    .execute(
                            "ALTER TABLE t SET (autovacuum_enabled = false)",
                            "ANALYZE t",
                            "UPDATE pg_class SET reltuples = 1 WHERE relname IN ('t', 't_pkey')");
            long before = rowsRead();
            followed.follow(
                    Way.SETS,
                    "UPDATE t SET v = 1 WHERE id::int <= 3000",
                    "DELETE FROM t WHERE id::int BETWEEN 2000 AND 4999");

            assertThat(rowsRead() - before).isLessThan(30000);
            DATABASES.assertSame("t");
        }
    }

    /** A server tells what its sessions did when they have ended. */
    private static long rowsRead() throws SQLException {
        String sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
        while (!"0".equals(DATABASES.destination().value(sessions))) {
            Thread.onSpinWait();
        }
        return Long.parseLong(DATABASES.destination().value("""
                SELECT t.seq_tup_read + i.idx_tup_read FROM pg_stat_user_tables t JOIN pg_stat_user_indexes i USING (relid)
                 WHERE t.relname = 't'"""));
    }
}
