package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run dies between any two durable steps, changes go on meanwhile, and the next run brings all of them over, once. */
@Timeout(120)
final class CrashPointTest {
    private static final int LAST_ROUND = 5000;
    private static final String A_WHILE = "select pg_sleep(0.3)::text";

    /** From there on large transactions come while they go on. */
    private static final int STREAMING = 14;

    private static final Set<CrashPoint> OF_LARGE_TRANSACTIONS =
            EnumSet.of(CrashPoint.IN_PROGRESS_APPLIED, CrashPoint.ROLLED_BACK);

    @TempDir
    private Path folder;

    private LiveCopy live;
    private int added;

    @BeforeEach
    void open() throws SQLException {
        live = new LiveCopy(folder);
        live.tables(2, 1000);
        // Rows that come twice are seen only where no key keeps them out.
        live.both("create table t3 (v int)");
        live.source().execute("alter table t3 replica identity full", "insert into t3 select generate_series(1, 100)");
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
    }

    private void change(int round) throws SQLException {
        live.source()
                .execute(
                        "begin; insert into t1 values (10000 + " + round + ", 'new'); insert into t3 values (" + round
                                + "); update t2 set v = 'round " + round + "' where id % 10 = " + round % 10
                                + "; commit",
                        "delete from t3 where v = 50 + " + round,
                        "update t1 set id = id + 100000 where id = " + round);
    }

    /** A transaction that a destination takes in several pieces, while others are committed. */
    private void changeMuch(int round) throws SQLException {
        try (Connection connection = live.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("begin; insert into t1 select 1000000 * " + round
                    + " + i, repeat('x', 1000) from generate_series(1, 10000) i");
            live.source().value(A_WHILE);
            change(round);
            live.source().value(A_WHILE);
            statement.execute("commit");
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithoutLossAndWithoutDoubles(CrashPoint point) throws Exception {
        boolean much = OF_LARGE_TRANSACTIONS.contains(point);
        assumeTrue(!much || live.source().server().version() >= STREAMING);
        if (much) {
            live.source().execute("alter database " + live.source().name() + " set logical_decoding_work_mem = '64kB'");
        }
        try (SluiceProcess process =
                SluiceProcess.startMain(CrashingRun.class.getName(), folder, folder.toString(), point.name())) {
            for (int round = 1; process.isAlive(); round++) {
                if (much) {
                    changeMuch(round);
                } else {
                    change(round);
                    addTable();
                    live.source().value(A_WHILE);
                }
            }
            assertThat(process.outcome().exitCode()).as(process.err()).isEqualTo(137);
        }
        change(LAST_ROUND);

        Outcome outcome = live.catchUp();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        live.assertEqual(3 + added);
    }

    /** One table after the other comes to those that are followed, each when the one before it is there. */
    private void addTable() throws SQLException {
        long followed = live.copied();
        if (followed >= 3 + added) {
            added++;
            String table = "t" + (3 + added);
            live.source()
                    .execute(
                            "create table " + table + " (v int)",
                            "alter table " + table + " replica identity full",
                            "insert into " + table + " select generate_series(1, 1000)");
        }
        if (added > 0) {
            live.source().execute("update t" + (3 + added) + " set v = -v where v % 100 = 7");
        }
    }

    /** Between the publication and the slot, which one call makes, the same is left as by somebody who made the first. */
    @Test
    void goesOnWhereOnlyThePublicationWasMade() throws SQLException {
        live.source().execute("create publication " + LiveCopy.PUBLICATION + " for table t1, t2, t3");
        change(1);

        assertThat(live.catchUp().exitCode()).isEqualTo(0);
        change(2);
        assertThat(live.catchUp().exitCode()).isEqualTo(0);
        live.assertEqual(3);
    }
}
