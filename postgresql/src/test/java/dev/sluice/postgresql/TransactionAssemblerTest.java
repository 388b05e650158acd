package dev.sluice.postgresql;

import static dev.sluice.postgresql.OutputMessages.message;
import static dev.sluice.postgresql.OutputMessages.relation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of transactions that come in blocks. Messages are written in short, a number being that of a transaction:
 * {@code S1} and {@code E} around a block; in it {@code I1:a} an insert of a, {@code R1:t} a description, {@code M1} a logical
 * message, {@code T1} a truncation, {@code O} an origin; {@code c1} the commit, {@code A1/7} its part 7 undone, {@code A1/1}
 * all of it. Outside of blocks {@code B2}, {@code I:a} and {@code C2} are a transaction that comes whole.
 */
final class TransactionAssemblerTest {
    private static final int TABLE = 16384;

    /** A table whose description is news, so that what comes of it depends on where the transaction is committed. */
    private static final String NEW = "new";

    private static final Pattern MESSAGE = Pattern.compile("(\\w)(\\d*)/?(\\d*):?(\\w*)");
    private static final Instant TIME = Instant.parse("2000-01-01T00:00:01.000001Z");

    @TempDir
    private Path folder;

    private final List<String> calls = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final Whole whole = new Whole();
    private boolean accepts = true;
    private boolean misplaced;
    private TransactionAssembler assembler = assembler(Path.of(""));

    /** Learns of transactions whose end has come. */
    private final class Whole implements PgOutputDecoder.Listener {
        private final ChangeCursor cursor = new ChangeCursor();

        @Override
        public void begin(Transaction transaction) {
            calls.add("begin" + transaction.position().value());
        }

        @Override
        public void describe(ChangedTable table) {
            calls.add("describe:" + table.name().table());
            misplaced |= table.name().table().equals(NEW);
        }

        @Override
        public void change(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count) {
            ChangeBatch batch = new ChangeBatch(64);
            batch.append(kind, table, bytes, offset, count);
            cursor.moveTo(batch, 0);
            calls.add(String.valueOf(cursor.after().text(1)));
        }

        @Override
        public void truncate(List<ChangedTable> tables, boolean restartIdentity) {
            calls.add("truncate");
        }

        @Override
        public void message(Lsn position, String prefix, byte[] content) {
            calls.add("message");
        }

        @Override
        public void commit(Commit commit) {
            calls.add("commit" + commit.position().value());
            commits.add(commit);
        }
    }

    /** Learns of the one that is handed on as it comes. */
    private final class InProgress implements TransactionAssembler.Listener {
        @Override
        public boolean acceptsInProgress() {
            return accepts;
        }

        @Override
        public void beginInProgress() {
            calls.add("in-progress");
        }

        @Override
        public void commit(Commit commit) {
            calls.add("committed" + commit.position().value());
            commits.add(commit);
        }

        @Override
        public void rollBack() {
            calls.add("rolled-back");
        }

        @Override
        public void doubtMessages() {
            calls.add("doubt");
        }
    }

    private TransactionAssembler assembler(Path in) {
        return new TransactionAssembler(new PgOutputDecoder(whole, (oid, name) -> name), whole, new InProgress(), in);
    }

    @BeforeEach
    void describeTable() {
        assembler = assembler(folder);
        takeOne(relation(TABLE, "t"));
        calls.clear();
    }

    @AfterEach
    void close() {
        assembler.close();
    }

    /** Takes messages as a stream does: each after all that the one before it has left to do. */
    private void take(String messages) {
        for (String written : messages.split(" ", -1)) {
            takeOne(bytes(written));
            while (assembler.isBusy()) {
                assembler.resume();
            }
        }
    }

    /** A message is a part of what was received. */
    private void takeOne(byte[] bytes) {
        byte[] received = ByteBuffer.allocate(bytes.length + 5).put(3, bytes).array();
        assembler.take(received, 3, bytes.length);
        if (misplaced) {
            misplaced = false;
            assembler.rollBack();
        }
    }

    private static byte[] bytes(String written) {
        Matcher parts = MESSAGE.matcher(written);
        assertThat(parts.matches()).as(written).isTrue();
        char letter = written.charAt(0);
        int transaction = parts.group(2).isEmpty() ? 0 : Integer.parseInt(parts.group(2));
        return switch (letter) {
            case 'S' -> message('S').i32(transaction).i8(1).bytes();
            case 'E' -> message('E').bytes();
            case 'c' -> end(message('c').i32(transaction), transaction);
            case 'A' ->
                message('A')
                        .i32(transaction)
                        .i32(Integer.parseInt(parts.group(3)))
                        .bytes();
            case 'B' -> message('B').i64(transaction).i64(0).i32(transaction).bytes();
            case 'C' -> end(message('C'), transaction);
            default ->
                parts.group(2).isEmpty()
                        ? change(letter, parts.group(4))
                        : inBlock(transaction, change(letter, parts.group(4)));
        };
    }

    private static byte[] end(OutputMessages message, int transaction) {
        return message.i8(0)
                .i64(transaction)
                .i64(transaction + 5)
                .i64(1_000_001)
                .bytes();
    }

    private static byte[] change(char letter, String content) {
        return switch (letter) {
            case 'I' -> message('I').i32(TABLE).tuple('N', "1", content).bytes();
            case 'R' -> relation(TABLE, content);
            case 'T' -> message('T').i32(1).i8(0).i32(TABLE).bytes();
            case 'M' -> message('M').i8(1).i64(1).text("prefix").i32(0).bytes();
            case 'O' -> message('O').i64(1).text("o").bytes();
            default -> throw new IllegalArgumentException("no message " + letter);
        };
    }

    /** In a block every message but that of an origin says behind its letter of which transaction it is. */
    private static byte[] inBlock(int transaction, byte[] message) {
        return ByteBuffer.allocate(message.length + Integer.BYTES)
                .put(message[0])
                .putInt(transaction)
                .put(message, 1, message.length - 1)
                .array();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one block              | S1 I1:a I1:b E c1               | in-progress a b committed1
            several blocks         | S1 I1:a E S1 I1:b E c1          | in-progress a b committed1
            with parts             | S1 I1:a I7:b I8:c E c1          | in-progress a b c committed1
            a known description    | S1 R1:t I1:a E c1               | in-progress describe:t a committed1
            with an origin         | S1 O I1:a E c1                  | in-progress a committed1
            one after the other    | S1 I1:a E c1 S2 I2:b E c2       | in-progress a committed1 in-progress b committed2
            a message beside it    | S1 I1:a E M S1 I1:b E c1        | in-progress a message b committed1
            a small one before     | B2 I:x C2 S1 I1:a E c1          | begin2 x commit2 in-progress a committed1
            a small one behind     | S1 I1:a E c1 B2 I:x C2          | in-progress a committed1 begin2 x commit2
            """)
    void handsATransactionOnAsItComesAndNotAgain(String name, String messages, String handedOn) {
        take(messages);

        assertThat(String.join(" ", calls)).isEqualTo(handedOn);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a small one is committed  | S1 I1:a E B2 I:x C2 S1 I1:b E c1   | in-progress a rolled-back begin2 x commit2 begin1 a b commit1
            two small ones are        | S1 I1:a E B2 C2 B3 C3 c1           | in-progress a rolled-back begin2 commit2 begin3 commit3 begin1 a commit1
            a large one is            | S1 I1:a E S2 I2:x E c2 c1          | in-progress a rolled-back begin2 x commit2 begin1 a commit1
            in the midst of blocks    | S1 I1:a E S2 I2:x E c2 S1 I1:b E c1| in-progress a rolled-back begin2 x commit2 begin1 a b commit1
            a part is undone          | S1 I1:a I7:b E A1/7 S1 I1:c E c1   | in-progress a b rolled-back begin1 a c commit1
            a part and another        | S1 I7:a I8:b I1:c E A1/8 A1/7 c1   | in-progress a b c rolled-back begin1 c commit1
            all of it is undone       | S1 I1:a E A1/1 B2 C2               | in-progress a rolled-back begin2 commit2
            it has a logical message  | S1 I1:a M1 I1:b E c1               | in-progress a rolled-back begin1 a message b commit1
            it empties a table        | S1 I1:a T1 I1:b E c1               | in-progress a rolled-back begin1 a truncate b commit1
            it describes a table anew | S1 I1:a R1:new I1:b E c1           | in-progress a describe:new rolled-back begin1 a describe:new b commit1
            """)
    void rollsBackWhatItHandedOnAndReplaysItAtItsCommitWhere(String name, String messages, String handedOn) {
        take(messages);

        assertThat(String.join(" ", calls)).isEqualTo(handedOn);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the second waits for its commit     | S1 I1:a E S2 I2:x E c1 c2           | in-progress a committed1 begin2 x commit2
            blocks of both in turn              | S1 I1:a E S2 I2:x E S1 I1:b E S2 I2:y E c1 c2 | in-progress a b committed1 begin2 x y commit2
            the second is undone                | S1 I1:a E S2 I2:x E A2/2 c1         | in-progress a committed1
            a part of the second is             | S1 I1:a E S2 I2:x I8:y E A2/8 c1 c2 | in-progress a committed1 begin2 x commit2
            the first is, and comes not again   | S1 I1:a E S2 I2:x E A1/1 c2         | in-progress a rolled-back begin2 x commit2
            a third when the first has ended    | S1 I1:a E S2 I2:x E c1 S3 I3:y E c3 c2 | in-progress a committed1 in-progress y committed3 begin2 x commit2
            a third when the first was undone   | S1 I1:a E A1/1 S3 I3:y E c3         | in-progress a rolled-back in-progress y committed3
            none again that was rolled back     | S1 I1:a E B2 C2 S1 I1:b E S3 I3:y E c3 c1 | in-progress a rolled-back begin2 commit2 in-progress y committed3 begin1 a b commit1
            """)
    void handsOneOnAtATimeOfSeveral(String name, String messages, String handedOn) {
        take(messages);

        assertThat(String.join(" ", calls)).isEqualTo(handedOn);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one                | S1 I1:a E S1 I1:b E c1      | begin1 a b commit1
            without a change   | S1 E c1                     | begin1 commit1
            two                | S1 I1:a E S2 I2:x E c2 c1   | begin2 x commit2 begin1 a commit1
            beside a small one | S1 I1:a E B2 I:x C2 c1      | begin2 x commit2 begin1 a commit1
            a part undone      | S1 I1:a I7:b E A1/7 c1      | begin1 a commit1
            all of it undone   | S1 I1:a E A1/1              |''
            with all kinds     | S1 R1:new I1:a T1 M1 O E c1 | begin1 describe:new a truncate message commit1
            """)
    void replaysOnlyWhereNoneIsAcceptedInProgress(String name, String messages, String handedOn) {
        accepts = false;

        take(messages);

        assertThat(String.join(" ", calls)).isEqualTo(handedOn);
    }

    /** A logical message has the number of the whole. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a part without anything else     | S1 M1 I1:a E A1/7 c1         | begin1 doubt message a commit1
            one that had changes             | S1 I7:b M1 I1:a E A1/7 c1    | begin1 message a commit1
            one before the message came      | S1 I1:a E A1/7 S1 M1 E c1    | begin1 a message commit1
            one without a message            | S1 I1:a E A1/7 c1            | begin1 a commit1
            one of another                   | S1 M1 E S2 I2:x E A2/7 c2 c1 | begin2 x commit2 begin1 message commit1
            """)
    void doubtsMessagesWhenAPartIsUndoneThatTheyMayHaveBeen(String name, String messages, String handedOn) {
        accepts = false;

        take(messages);

        assertThat(String.join(" ", calls)).isEqualTo(handedOn);
    }

    @ParameterizedTest
    @CsvSource({"B2, begin2", "c2, begin2"})
    void whatCannotBeHandedOnBehindWhatIsInProgressWaitsUntilItIsResumed(String message, String afterwards) {
        take("S1 I1:a E S2 I2:x E");
        calls.clear();

        takeOne(bytes(message));
        assertThat(calls).containsExactly("rolled-back");
        assertThat(assembler.isBusy()).isTrue();
        assertThat(assembler.isInProgress()).isFalse();

        assembler.resume();
        assertThat(calls).containsExactly("rolled-back", afterwards);
    }

    @Test
    void replaysOneMessageAtATime() {
        accepts = false;
        take("S1 I1:a I1:b E");

        takeOne(bytes("c1"));
        assertThat(calls).containsExactly("begin1");
        for (String next : List.of("a", "b", "commit1")) {
            assertThat(assembler.isBusy()).isTrue();
            assembler.resume();
            assertThat(calls).last().isEqualTo(next);
        }
        assertThat(assembler.isBusy()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhereAndWhenATransactionWasCommitted(boolean inProgress) {
        accepts = inProgress;

        take("S1 I1:a E c1");

        assertThat(commits).containsExactly(new Commit(new Lsn(1), new Lsn(6), TIME));
    }

    @Test
    void knowsWhetherWhatComesIsPartOfABlock() {
        take("S1 I1:a");
        assertThat(assembler.isInBlock()).isTrue();
        take("E");
        assertThat(assembler.isInBlock()).isFalse();
        assertThat(assembler.isInProgress()).isTrue();
        take("c1");
        assertThat(assembler.isInProgress()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c9                   | A message c of the replication stream is malformed at byte 30: the transaction 9 did not begin
            A9/9                 | A message A of the replication stream is malformed at byte 9: the transaction 9 did not begin
            A9/3                 | A message A of the replication stream is malformed at byte 9: the transaction 9 did not begin
            S1 I1:a E c9         | A message c of the replication stream is malformed at byte 30: the transaction 9 did not begin
            S1 I1:a E c1 c1      | A message c of the replication stream is malformed at byte 30: the transaction 1 did not begin
            S1 I1:a E A1/1 A1/1  | A message A of the replication stream is malformed at byte 9: the transaction 1 did not begin
            """)
    void refusesTheEndOfATransactionThatDidNotBegin(String messages, String reason) {
        assertThatThrownBy(() -> take(messages))
                .isInstanceOfSatisfying(SyncException.class, TransactionAssemblerTest::assertMalformed)
                .hasMessage(reason);
    }

    /** What a change says behind the number of its transaction is the decoder's. */
    @ParameterizedTest
    @CsvSource({"S1, 5", "c1, 30", "A1/1, 9", "I1:a, 5"})
    void refusesWhatIsCutOff(String written, int needed) {
        take("S1");

        for (int length = 0; length < needed; length++) {
            byte[] cut = Arrays.copyOf(bytes(written), length);
            assertThatThrownBy(() -> takeOne(cut))
                    .isInstanceOfSatisfying(SyncException.class, TransactionAssemblerTest::assertMalformed);
        }
    }

    private static void assertMalformed(SyncException error) {
        assertThat(error.code()).isEqualTo(ErrorCode.MALFORMED_DATA);
    }

    @Test
    void leavesNothingBehindOfWhatHasNotEnded() {
        take("S1 I1:a E S2 I2:b E");
        takeOne(bytes("c2"));
        assembler.resume();

        assembler.close();

        assertThat(folder).isEmptyDirectory();
    }
}
