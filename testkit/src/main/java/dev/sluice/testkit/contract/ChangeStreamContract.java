package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeStreamFixture.A;
import static dev.sluice.testkit.contract.ChangeStreamFixture.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeStream.Fetched;
import dev.sluice.testkit.contract.ChangeStreamFixture.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream brings the changes that are wanted, transaction by transaction, in the order in which those were committed. */
@Timeout(60)
public abstract class ChangeStreamContract {
    private final ChangeStreamFixture fixture;

    /** Makes the suite for one source. */
    protected ChangeStreamContract(ChangeStreamFixture fixture) {
        this.fixture = fixture;
    }

    private static ReadStream open(FollowedSource source, boolean inProgress) {
        return inProgress ? source.openInProgress(source.begin()) : source.open(source.begin());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void transactionsComeInTheOrderOfTheirCommits(boolean inProgress) throws Exception {
        try (FollowedSource source = new FollowedSource(fixture);
                Transaction late = fixture.begin();
                Transaction early = fixture.begin()) {
            late.insert(A, 0, 2);
            early.insert(A, 10, 12);
            late.insert(B, 0, 1);
            early.commit();
            late.insert(A, 2, 3);
            late.commit();
            Lsn end = source.commit(B, 20, 21);

            try (ReadStream stream = open(source, inProgress)) {
                assertThat(stream.readTo(end).changes())
                        .containsExactly(
                                "INSERT a 10",
                                "INSERT a 11",
                                "INSERT a 0",
                                "INSERT a 1",
                                "INSERT b 0",
                                "INSERT a 2",
                                "INSERT b 20");
                assertThat(stream.commits()).hasSize(3).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void everyKindOfChangeComes() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture);
                Transaction transaction = fixture.begin()) {
            transaction.insert(A, 0, 3);
            transaction.update(A, 1);
            transaction.delete(A, 2);
            transaction.insert(A, 2, 3);
            transaction.commit();

            try (ReadStream stream = source.open(source.begin())) {
                assertThat(stream.readTo(source.source().now()).changes())
                        .containsExactly(
                                "INSERT a 0", "INSERT a 1", "INSERT a 2", "UPDATE a 1", "DELETE a 2", "INSERT a 2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTransactionThatDoesNotFitGoesOnInTheNextFetch(boolean inProgress) throws Exception {
        int many = fixture.many();
        try (FollowedSource source = new FollowedSource(fixture)) {
            source.commit(B, 0, 1);
            source.commit(A, 0, many);
            Lsn end = source.commit(B, 1, 2);

            try (ReadStream stream = open(source, inProgress)) {
                boolean divided = false;
                do {
                    divided |= !stream.fetch().whole();
                } while (stream.position().isBefore(end));

                assertThat(divided).isTrue();
                List<String> expected = new ArrayList<>(List.of("INSERT b 0"));
                expected.addAll(ReadStream.inserts("a", 0, many));
                expected.add("INSERT b 1");
                assertThat(stream.changes().equals(expected)).isTrue();
            }
        }
    }

    /** The one that ends last may be so large that a source tells of it before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatOvertakesATransactionComesBeforeIt(boolean inProgress) throws Exception {
        try (FollowedSource source = new FollowedSource(fixture);
                ReadStream stream = open(source, inProgress);
                Transaction large = fixture.begin()) {
            large.insert(A, 0, 5000);
            stream.fetch();
            stream.fetch();
            assertThat(stream.changes()).isEmpty();

            source.commit(B, 0, 1);
            while (stream.changes().isEmpty()) {
                stream.fetch();
            }
            assertThat(stream.changes()).containsExactly("INSERT b 0");

            large.insert(A, 5000, 6000);
            large.commit();
            stream.readTo(source.source().now());

            List<String> expected = new ArrayList<>(List.of("INSERT b 0"));
            expected.addAll(ReadStream.inserts("a", 0, 6000));
            assertThat(stream.changes().equals(expected)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsRolledBackAtTheSourceDoesNotCome(boolean inProgress) throws Exception {
        try (FollowedSource source = new FollowedSource(fixture);
                ReadStream stream = open(source, inProgress)) {
            try (Transaction large = fixture.begin()) {
                large.insert(A, 0, 5000);
                stream.fetch();
                stream.fetch();
            }
            stream.readTo(source.commit(B, 0, 1));

            assertThat(stream.changes()).containsExactly("INSERT b 0");
            assertThat(stream.begun()).isEmpty();
        }
    }

    @Test
    void whatWasNotCommittedIsNotBroughtToWhoDoesNotAcceptIt() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture);
                ReadStream stream = source.open(source.begin());
                Transaction large = fixture.begin()) {
            large.insert(A, 0, 5000);
            for (int i = 0; i < 3; i++) {
                assertThat(stream.fetch().whole()).isTrue();
            }
            assertThat(stream.changes()).isEmpty();
        }
    }

    @Test
    void aFetchThatHasNothingToBringReturns() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture);
                ReadStream stream = source.open(source.begin())) {
            for (int i = 0; i < 3; i++) {
                Fetched fetched = stream.fetch();

                assertThat(fetched.whole()).isTrue();
                assertThat(fetched.rolledBack()).isFalse();
            }
            assertThat(stream.changes()).isEmpty();
            // Whoever waits for the end of what is committed gets there.
            stream.readTo(source.source().now());
        }
    }

    @Test
    void theFilterChoosesTables() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            try (Transaction both = fixture.begin()) {
                both.insert(A, 0, 2);
                both.insert(B, 0, 2);
                both.insert(A, 2, 3);
                both.commit();
            }
            Lsn end = source.commit(B, 2, 3);

            try (ReadStream stream = source.open(source.begin(), (table, position) -> table.equals(A))) {
                assertThat(stream.readTo(end).changes()).isEqualTo(ReadStream.inserts("a", 0, 3));
            }
            try (ReadStream stream = source.open(source.begin(), (table, position) -> false)) {
                assertThat(stream.readTo(end).changes()).isEmpty();
            }
        }
    }

    /** As the run does with a table whose copy shows what was committed before. */
    @Test
    void theFilterChoosesByThePlaceOfTheCommit() throws Exception {
        try (FollowedSource source = new FollowedSource(fixture)) {
            source.commit(A, 0, 1);
            source.commit(B, 0, 1);
            source.commit(A, 1, 2);
            Lsn end = source.commit(A, 2, 3);
            List<Lsn> commits;
            try (ReadStream stream = source.open(source.begin())) {
                commits = List.copyOf(stream.readTo(end).commits());
            }
            assertThat(commits).hasSize(4);

            Lsn copy = commits.get(2);
            try (ReadStream stream =
                    source.open(source.begin(), (table, position) -> table.equals(B) || !position.isBefore(copy))) {
                assertThat(stream.readTo(end).changes()).containsExactly("INSERT b 0", "INSERT a 1", "INSERT a 2");
            }
        }
    }
}
