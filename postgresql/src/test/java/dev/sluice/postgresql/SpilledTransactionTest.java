package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpilledTransactionTest {
    @TempDir
    private Path folder;

    private static void append(SpilledTransaction transaction, int subtransaction, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        transaction.append(subtransaction, 'I', bytes, 0, bytes.length);
    }

    private static List<String> rest(SpilledTransaction transaction) {
        List<String> messages = new ArrayList<>();
        for (byte[] next = transaction.next(); next != null; next = transaction.next()) {
            messages.add(new String(next, StandardCharsets.US_ASCII));
        }
        return messages;
    }

    /** Sizes are around those of the buffers that they go through. */
    @Test
    void givesEveryMessageBackInItsOrder() {
        Random random = new Random(7);
        List<byte[]> given = new ArrayList<>();
        try (SpilledTransaction transaction = new SpilledTransaction(folder)) {
            for (int size : new int[] {0, 1, 65_535, 3, 65_536, 200_000, 0, 65_537, 20}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                byte[] padded = ByteBuffer.allocate(size + 9).put(4, bytes).array();
                transaction.append(1, 'U', padded, 4, size);
                given.add(
                        ByteBuffer.allocate(size + 1).put((byte) 'U').put(bytes).array());
            }

            for (byte[] message : given) {
                assertThat(transaction.next()).isEqualTo(message);
            }
            assertThat(transaction.next()).isNull();
            assertThat(transaction.next()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, Ib Ic If", "2, Ia Ic Id If", "3, Ia Ib Id If", "4, Ia Ib Ic Id", "9, Ia Ib Ic Id If"})
    void leavesOutWhatCameOfASubtransactionThatWasUndone(int undone, String left) {
        try (SpilledTransaction transaction = new SpilledTransaction(folder)) {
            append(transaction, 1, "a");
            append(transaction, 2, "b");
            append(transaction, 3, "c");
            append(transaction, 1, "d");
            append(transaction, 4, "f");
            transaction.abort(undone);

            assertThat(rest(transaction)).containsExactly(left.split(" "));
        }
    }

    @Test
    void hasNothingLeftWhereAllOfItWasUndone() {
        try (SpilledTransaction transaction = new SpilledTransaction(folder)) {
            append(transaction, 1, "a");
            append(transaction, 2, "b");
            transaction.abort(1);
            transaction.abort(2);

            assertThat(transaction.next()).isNull();
        }
    }

    @Test
    void isEmptyAtFirst() {
        try (SpilledTransaction transaction = new SpilledTransaction(folder)) {
            assertThat(transaction.next()).isNull();
        }
    }

    @Test
    void makesTheFolderThatItIsTold() {
        Path missing = folder.resolve("not").resolve("yet");
        try (SpilledTransaction transaction = new SpilledTransaction(missing)) {
            append(transaction, 1, "a");

            assertThat(missing).isDirectory();
            assertThat(rest(transaction)).containsExactly("Ia");
        }
    }

    /** A process that is killed cannot remove a name. */
    @Test
    void hasNoNameSoThatNothingIsLeftHoweverTheProcessEnds() {
        try (SpilledTransaction transaction = new SpilledTransaction(folder);
                SpilledTransaction another = new SpilledTransaction(folder)) {
            append(transaction, 1, "x".repeat(200_000));
            append(another, 1, "y");

            assertThat(folder).isEmptyDirectory();
            assertThat(rest(transaction)).hasSize(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isGoneWhenItIsClosed() {
        SpilledTransaction transaction = new SpilledTransaction(folder);
        append(transaction, 1, "a");
        transaction.close();
        transaction.close();

        assertThatThrownBy(transaction::next).isInstanceOf(SyncException.class);
    }

    @Test
    void saysWhatToDoWhereNothingCanBeWritten() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file").resolve("scratch");

        SyncException refused = catchThrowableOfType(SyncException.class, () -> new SpilledTransaction(taken));

        assertThat(refused.code()).isEqualTo(ErrorCode.FILE_NOT_WRITABLE);
        assertThat(refused)
                .hasMessageStartingWith(
                        "A large transaction that is still in progress at the source cannot be kept in " + taken)
                .hasCauseInstanceOf(IOException.class);
        assertThat(refused.hint())
                .get()
                .asString()
                .startsWith("Make room there")
                .contains("sluice.large.transactions to `source` in RuntimeSettings");
    }
}
