package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.KillMoments.Phase;
import dev.sluice.testkit.Writers;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs are killed at moments by chance, in their first copy and behind it, while programs write; in the end both sides are
 * equal. More kills: {@code -Dkill.moments=50}; other moments: {@code -Dkill.seed=N}.
 */
final class RandomKillTest {
    private static final int KILLS = Integer.getInteger("kill.moments", 8);
    private static final long SEED = Long.getLong("kill.seed", 1);

    private static final int WRITERS = 2;

    /** Large enough that a copy is killed in its midst; nobody tells apart the rows of a pile. */
    private static final List<String> LARGE = List.of("bulk", "pile");

    private static final List<String> TABLES =
            Stream.concat(Writers.TABLES.stream(), LARGE.stream()).toList();

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Map<Phase, Integer> killed = new EnumMap<>(Phase.class);
    private LiveCopy live;

    @BeforeEach
    void open() throws SQLException {
        live = new LiveCopy(folder);
        live.follow("(?!sluice_).*", "");
        Writers.prepare(live.source(), live.destination());
        live.both("create table bulk (id int primary key, v text)", "create table pile (v int)");
        live.source()
                .execute(
                        "alter table pile replica identity full",
                        "insert into bulk select i, md5(i::text) from generate_series(1, 100000) i",
                        "insert into pile select i % 100 from generate_series(1, 100000) i");
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
    }

    @Test
    void losesNothingAndDoublesNothing() throws Exception {
        long size = Long.parseLong(String.valueOf(live.source().value(KillMoments.sizeOf(TABLES))));
        KillMoments moments = new KillMoments(live.destination(), TABLES, size, random);
        try (Writers writers = Writers.start(live.source(), WRITERS, SEED)) {
            for (int kill = 0; kill < KILLS; kill++) {
                kill(moments, kill);
                assertThat(writers.isDone()).isFalse();
            }
            writers.stop();
        }
        new PrintStream(System.out, true).println(KILLS + " kills of seed " + SEED + ": " + killed);

        Outcome outcome = live.catchUp();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        live.assertEqual(TABLES);
        assertThat(live.destination().value(Writers.INVARIANT)).isEqualTo("200000 0");
        assertThat(killed).containsKeys(Phase.COPYING, Phase.FOLLOWING);
    }

    /** A table is emptied, and some rows of the pile come, change and go besides. */
    private void kill(KillMoments moments, int number) throws Exception {
        live.source()
                .execute(
                        "truncate scratch",
                        "insert into pile select i % 10 from generate_series(1, 50) i",
                        "update pile set v = v + 1 where ctid in (select ctid from pile where v = 5 limit 3)",
                        "delete from pile where ctid in (select ctid from pile where v = 7 limit 2)");
        try (SluiceProcess process = live.start("run")) {
            if (number < KILLS / 4) {
                moments.awaitEarly(process);
            } else {
                moments.awaitLate(process);
            }
            process.signal("KILL");
            assertThat(process.outcome().exitCode()).isEqualTo(137);
        }
        killed.merge(moments.phase(), 1, Integer::sum);
    }
}
