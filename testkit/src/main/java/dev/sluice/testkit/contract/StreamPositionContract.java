package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeStreamFixture.A;
import static dev.sluice.testkit.contract.ChangeStreamFixture.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.Lsn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream can be read again from any place that was not acknowledged, and from there on it brings the same. */
@Timeout(60)
public abstract class StreamPositionContract {
    private final ChangeStreamFixture fixture;

    /** Makes the suite for one source. */
    protected StreamPositionContract(ChangeStreamFixture fixture) {
        this.fixture = fixture;
    }

    private static List<String> read(FollowedSource source, Lsn from) {
        try (ReadStream stream = source.open(from)) {
            return stream.readTo(source.source().now()).changes();
        }
    }

    @Test
    void whatWasNotAcknowledgedComesAgain() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            source.commit(A, 0, 2);
            source.commit(B, 0, 2);
            List<String> all = List.of("INSERT a 0", "INSERT a 1", "INSERT b 0", "INSERT b 1");

            assertThat(read(source, source.begin())).isEqualTo(all);
            assertThat(read(source, source.begin())).isEqualTo(all);
        }
    }

    @Test
    void whatLiesBeforeThePlaceThatItIsOpenedFromDoesNotCome() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            Lsn first;
            Lsn second;
            try (ReadStream stream = source.open(source.begin())) {
                first = stream.readTo(source.commit(A, 0, 2)).position();
                second = stream.readTo(source.commit(A, 2, 4)).position();
                stream.readTo(source.commit(A, 4, 6));
            }

            assertThat(read(source, second)).isEqualTo(ReadStream.inserts("a", 4, 6));
            assertThat(read(source, first)).isEqualTo(ReadStream.inserts("a", 2, 6));
        }
    }

    /** That place is itself one that a stream can be opened from. */
    @Test
    void aTransactionIsBehindThePlaceOfItsCommit() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            source.commit(A, 0, 2);
            source.commit(A, 2, 4);
            Lsn second;
            try (ReadStream stream = source.open(source.begin())) {
                second = stream.readTo(source.source().now()).commits().get(1);
            }

            assertThat(read(source, second)).isEqualTo(ReadStream.inserts("a", 2, 4));
        }
    }

    @Test
    void onlyWhatWasAcknowledgedIsForgotten() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            Lsn first;
            try (ReadStream stream = source.open(source.begin())) {
                first = stream.readTo(source.commit(A, 0, 2)).position();
                stream.readTo(source.commit(A, 2, 4));
                stream.stream().acknowledge(first);
                stream.fetch();
            }

            assertThat(source.acknowledged()).isLessThanOrEqualTo(first);
            assertThat(read(source, first)).isEqualTo(ReadStream.inserts("a", 2, 4));
        }
    }

    @Test
    void nothingIsForgottenThatWasOnlyRead() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            Lsn before = source.acknowledged();
            source.commit(A, 0, 2);
            read(source, source.begin());

            assertThat(source.acknowledged()).isEqualTo(before);
        }
    }

    @Test
    void acknowledgingAnEarlierPlaceTakesNothingBack() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            Lsn second;
            try (ReadStream stream = source.open(source.begin())) {
                Lsn first = stream.readTo(source.commit(A, 0, 2)).position();
                second = stream.readTo(source.commit(A, 2, 4)).position();
                stream.stream().acknowledge(second);
                stream.fetch();
                stream.stream().acknowledge(first);
                stream.fetch();
            }
            assertThat(source.acknowledged()).isEqualTo(second);

            try (ReadStream stream = source.open(source.begin())) {
                stream.fetch();
                stream.stream().acknowledge(source.begin());
                stream.fetch();
            }
            assertThat(source.acknowledged()).isEqualTo(second);
            source.commit(A, 4, 6);
            assertThat(read(source, second)).isEqualTo(ReadStream.inserts("a", 4, 6));
        }
    }

    @Test
    void theLastWordCountsHoweverShortTheStream() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            Lsn reached;
            try (ReadStream stream = source.open(source.begin())) {
                reached = stream.readTo(source.commit(A, 0, 2)).position();
                stream.stream().acknowledge(reached);
            }

            assertThat(source.acknowledged()).isEqualTo(reached);
        }
    }
}
