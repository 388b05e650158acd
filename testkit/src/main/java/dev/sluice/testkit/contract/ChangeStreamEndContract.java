package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeStreamFixture.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that ends, in whatever way and wherever it is, leaves nothing open, and what it read to whoever comes next. */
@Timeout(60)
public abstract class ChangeStreamEndContract {
    private static final Refusal CANCELLED = new Refusal(ErrorCode.CANCELLED, "");

    private final ChangeStreamFixture fixture;

    /** Makes the suite for one source. */
    protected ChangeStreamEndContract(ChangeStreamFixture fixture) {
        this.fixture = fixture;
    }

    private void assertAllComes(FollowedSource source, int rows) {
        try (ReadStream stream = source.open(source.begin())) {
            stream.readTo(source.source().now());
            assertThat(stream.changes().equals(ReadStream.inserts("a", 0, rows)))
                    .isTrue();
        }
    }

    @Test
    void itIsClosedTwice() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            ReadStream unread = source.open(source.begin());
            unread.close();
            unread.close();

            Lsn end = source.commit(A, 0, 3);
            ReadStream read = source.open(source.begin());
            read.readTo(end);
            read.close();
            read.close();

            assertAllComes(source, 3);
        }
        fixture.assertNothingOpen();
    }

    @Test
    void itIsClosedWithinATransaction() throws Exception {
        int many = fixture.many();
        try (FollowedSource source = new FollowedSource(fixture)) {
            source.commit(A, 0, many);
            ReadStream stream = source.open(source.begin());
            boolean whole;
            do {
                whole = stream.fetch().whole();
            } while (whole);
            stream.close();

            assertAllComes(source, many);
        }
        fixture.assertNothingOpen();
    }

    /** There is nothing to fetch, a little, or more than one fetch brings. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void itIsInterrupted(int size) throws Exception {
        int rows = List.of(0, 10, fixture.many()).get(size);
        try (FollowedSource source = new FollowedSource(fixture)) {
            source.commit(A, 0, rows);
            try (ReadStream stream = source.open(source.begin())) {
                interrupted(stream)
                        .ifPresentOrElse(
                                CANCELLED::assertIs,
                                () -> assertThat(stream.changes().size()
                                                + stream.begun().size())
                                        .isLessThanOrEqualTo(rows));
            }
            assertAllComes(source, rows);
        }
        fixture.assertNothingOpen();
    }

    /** Returns what a fetch failed with that was interrupted, if it did. */
    private static Optional<SyncException> interrupted(ReadStream stream) throws Exception {
        CountDownLatch fetching = new CountDownLatch(1);
        Callable<Optional<SyncException>> fetch = () -> {
            fetching.countDown();
            try {
                stream.fetch();
                return Optional.empty();
            } catch (SyncException e) {
                return Optional.of(e);
            }
        };
        Callable<Optional<SyncException>> interruption = () -> {
            fetching.await();
            stream.stream().interrupt();
            return Optional.empty();
        };
        return Together.run(List.of(fetch, interruption)).get(0);
    }

    @Test
    void itsSourceIsCancelled() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            source.commit(A, 0, 10);
            CountDownLatch fetching = new CountDownLatch(1);
            ReadStream stream = source.open(source.begin());
            Throwable end =
                    Together.cancelled(() -> fetchForEver(stream, fetching), fetching::await, source.source()::cancel);

            CANCELLED.assertIs(end);
            source.source().close();
            fixture.assertNothingOpen();

            try (ChangeSource other = fixture.source()) {
                other.cancel();
                CANCELLED.assertThrownBy(() -> other.follow(source.begin(), (table, position) -> true));
            }
        }
        fixture.assertNothingOpen();
    }

    /** What is cancelled meanwhile may be the closing too. */
    private static Void fetchForEver(ReadStream opened, CountDownLatch fetching) {
        try (ReadStream stream = opened) {
            while (true) {
                stream.fetch();
                fetching.countDown();
            }
        }
    }

    @Test
    void theJobIsForgottenOnce() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            try (ReadStream stream = source.open(source.begin())) {
                stream.readTo(source.commit(A, 0, 3));
            }

            assertThat(source.source().forget()).isNotEmpty();
            assertThat(source.source().forget()).isEmpty();
            assertThat(source.source().status().slot()).isEmpty();
        }
        fixture.assertNothingOpen();
    }
}
