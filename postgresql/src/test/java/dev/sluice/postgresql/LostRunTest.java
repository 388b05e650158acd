package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A run has lost the session that keeps others from running its job, and those that bring rows are there yet: the process may
 * stand still, or not have noticed. The table has no key, so that nothing refuses rows that come twice.
 */
final class LostRunTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final TableName TABLE = new TableName("public", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private List<SourceTable> tables = List.of();
    private ChangeSource source;
    private ChangeSink lost;
    private ChangeSink next;

    @BeforeEach
    void begin() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int, v text)");
        RealtimeJob job = RealtimeJobs.job("lost", "t");
        source = jobs.source(job);
        lost = jobs.sink(job);
        next = jobs.sink(job);
        tables = source.tables();
        lost.prepare(tables);
        lost.copying(TABLE, definition());
    }

    @AfterEach
    void end() {
        source.close();
        lost.close();
        next.close();
    }

    private TableDefinition definition() {
        return source.definition(TABLE);
    }

    /** Ends the session that has the lock of the job, and waits until it is gone. */
    private static void loseOwner() throws Exception {
        String owners = " FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        DATABASES.destination().query("SELECT pg_terminate_backend(pid)" + owners);
        Gate.await(DATABASES.destination(), "SELECT NOT EXISTS (SELECT 1" + owners + ")");
    }

    private PostgresWriter writer() {
        return (PostgresWriter) lost.writer(TABLE, Feed.SCHEMA);
    }

    private Feed feed() {
        return new Feed(writer(), 10, 2);
    }

    private static void write(Feed feed) throws InterruptedException {
        feed.write(List.of("1\tone".getBytes(StandardCharsets.UTF_8)));
        feed.commit();
    }

    private static void assertFails(ThrowingCallable action, ErrorCode code, String what) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContaining(what);
    }

    @Test
    void theNextWaitsUntilNobodyOfTheLostOneWrites() throws Exception {
        try (Feed feed = feed()) {
            write(feed);
            loseOwner();

            assertFails(() -> next.prepare(tables), ErrorCode.ALREADY_RUNNING, "the destination's session");
            write(feed);
        }
        next.prepare(tables);
        next.copying(TABLE, definition());
        assertThat(DATABASES.count("t")).isZero();
    }

    @Test
    void theNextSaysWhoWrites() throws Exception {
        try (Feed feed = feed()) {
            write(feed);
            loseOwner();

            assertThat(next.awaitEarlier()).get().asString().contains("the destination's session");
        }
        assertThat(next.awaitEarlier()).isEmpty();
        next.prepare(tables);
    }

    @Test
    void theNextDoesNotWaitForARunThatIsNotLost() {
        assertFails(() -> next.awaitEarlier(), ErrorCode.ALREADY_RUNNING, "is running already");
    }

    @Test
    void theLostOneBeginsToWriteNoMore() throws Exception {
        loseOwner();
        next.prepare(tables);
        next.copying(TABLE, definition());

        try (PostgresWriter writer = writer()) {
            assertFails(
                    () -> {
                        try (Feed feed = new Feed(writer, 10, 2)) {
                            write(feed);
                        }
                    },
                    ErrorCode.CONNECTION_LOST,
                    "so that no more rows may be written");
        }
        assertThat(DATABASES.count("t")).isZero();
    }

    @Test
    void oneThatIsNotLostWritesBesideItsOwnSession() throws Exception {
        try (Feed first = feed();
                Feed second = feed()) {
            write(first);
            write(second);
        }
        assertThat(DATABASES.count("t")).isEqualTo(2);
        lost.prepare(tables);
    }

    /** Only who has waited long enough knows that somebody runs the job. */
    @Test
    void aWaitThatSomebodyCancelsIsNotTakenForAnotherRun() throws Exception {
        FutureTask<?> waiting = new FutureTask<>(() -> next.prepare(tables), null);
        new Thread(waiting, "waits for the job").start();
        Gate.awaitLockWaits(DATABASES.destination(), 1);
        DATABASES
                .destination()
                .query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()");

        assertThatThrownBy(waiting::get)
                .cause()
                .isInstanceOfSatisfying(
                        SyncException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.CANCELLED))
                .hasMessageContaining("canceling statement due to user request");
    }
}
