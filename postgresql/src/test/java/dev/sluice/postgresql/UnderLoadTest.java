package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RealtimeReport;
import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.RunPlan;
import dev.sluice.testkit.TableChecksum;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.Writers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Copies and follows tables while programs write to them, with runs that are stopped and started again meanwhile; in the end
 * both sides are equal, and in between nobody sees half of a transaction. More transactions: {@code -Dload.transactions=N}.
 */
@Timeout(1800)
final class UnderLoadTest {
    private static final int WRITERS = 3;
    private static final int TRANSACTIONS = Integer.getInteger("load.transactions", 400);
    private static final long SEED = Long.getLong("load.seed", 1);

    @TempDir
    private Path folder;

    private final RealtimeJob job = RealtimeJobs.job("load", "(?!sluice_).*");
    private final AtomicBoolean done = new AtomicBoolean();

    static Stream<VersionPair> pairs() {
        int usual = TestingPostgres.DEFAULT_VERSION;
        return Stream.concat(Stream.of(new VersionPair(usual, usual)), VersionPair.all())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void bothSidesAreEqualInTheEndAndWholeInBetween(VersionPair pair) throws Exception {
        TwoDatabases databases = new TwoDatabases(pair.from(), pair.to());
        databases.open();
        RealtimeJobs jobs =
                new RealtimeJobs(TestEndpoint.of(databases.source()), TestEndpoint.of(databases.destination()), folder);
        try {
            Writers.prepare(databases.source(), databases.destination());
            follow(jobs, databases, pair);
            assertEqual(databases);
        } finally {
            jobs.forget(job);
            databases.close();
        }
    }

    private void follow(RealtimeJobs jobs, TwoDatabases databases, VersionPair pair) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Writers writers = Writers.start(databases.source(), WRITERS, TRANSACTIONS, SEED)) {
            jobs.catchUp(job);
            Future<Set<String>> seen = threads.submit(() -> readAllTheTime(databases));
            Random random = new Random(SEED);
            while (!writers.isDone()) {
                runForAWhile(jobs, databases, threads, writers, random.nextInt(30));
            }
            writers.await();
            jobs.catchUp(job);
            done.set(true);
            assertThat(seen.get()).as("states seen from %s", pair).containsExactly("200000 0");
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    /** Stops a run in the midst of what it does, when the destination has moved on {@code moves} times. */
    private void runForAWhile(
            RealtimeJobs jobs, TwoDatabases databases, ExecutorService threads, Writers writers, int moves)
            throws Exception {
        RealtimeRun run = jobs.run(job, RunPlan.Until.STOPPED);
        Future<RealtimeReport> ended = threads.submit(run::run);
        Set<String> positions = new TreeSet<>();
        while (positions.size() <= moves && !ended.isDone() && !writers.isDone()) {
            positions.add(databases.text("SELECT position FROM sluice_progress WHERE table_name = ''"));
        }
        run.stop();
        assertThat(ended.get().error()).isEmpty();
    }

    private Set<String> readAllTheTime(TwoDatabases databases) throws SQLException {
        Set<String> seen = new TreeSet<>();
        try (Connection connection = databases.destination().connect();
                Statement statement = connection.createStatement()) {
            while (!done.get()) {
                try (ResultSet state = statement.executeQuery(Writers.INVARIANT)) {
                    state.next();
                    seen.add(state.getString(1));
                }
            }
        }
        return seen;
    }

    private static void assertEqual(TwoDatabases databases) throws SQLException {
        List<String> different = new ArrayList<>();
        try (Connection source = databases.source().connect();
                Connection destination = databases.destination().connect()) {
            for (String table : Writers.TABLES) {
                if (!TableChecksum.of(source, table).equals(TableChecksum.of(destination, table))) {
                    different.add(table);
                }
            }
        }
        assertThat(different).isEmpty();
    }
}
