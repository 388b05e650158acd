package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a transaction that has not ended, in a file that is gone with the process, however that ends. Written, then
 * read once. Used by one thread.
 */
final class SpilledTransaction implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final FileChannel file;
    private final DataOutputStream out;
    private final Set<Integer> aborted = new HashSet<>();

    /** The subtransactions that something came of. */
    private final Set<Integer> seen = new HashSet<>();

    private int last;
    private boolean hasMessages;
    private boolean hasUndoneMessages;
    private @Nullable DataInputStream in;
    private long messages;

    /** Makes a file in {@code folder}, and the folder if need be. */
    SpilledTransaction(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            this.file = FileChannel.open(
                    folder.resolve("transaction-" + UUID.randomUUID()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw failed(e);
        }
        this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
    }

    /** Adds a message: its letter and the rest, {@code count} bytes from {@code offset} on. */
    void append(int subtransaction, int letter, byte[] bytes, int offset, int count) {
        try {
            out.writeInt(subtransaction);
            out.writeInt(count + 1);
            out.writeByte(letter);
            out.write(bytes, offset, count);
            messages++;
            if (letter == 'M') {
                hasMessages = true;
            } else if (subtransaction != last) {
                last = subtransaction;
                seen.add(subtransaction);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Leaves out what came of a subtransaction, but for logical messages: the server says of these which transaction wrote
     * them, and not which part of it. So a part that nothing came of may have been theirs; what {@link DdlTrigger} writes is
     * all of a part.
     */
    void abort(int subtransaction) {
        aborted.add(subtransaction);
        hasUndoneMessages |= hasMessages && !seen.contains(subtransaction);
    }

    /** Returns whether there may be logical messages that were undone. */
    boolean hasUndoneMessages() {
        return hasUndoneMessages;
    }

    /** Returns the next message; null behind the last one. Nothing is to be added any more. */
    byte @Nullable [] next() {
        try {
            DataInputStream from = in;
            if (from == null) {
                out.flush();
                file.position(0);
                from = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER));
                in = from;
            }
            return next(from);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private byte @Nullable [] next(DataInputStream from) throws IOException {
        while (messages > 0) {
            messages--;
            int subtransaction = from.readInt();
            byte[] message = from.readNBytes(from.readInt());
            if (!aborted.contains(subtransaction)) {
                return message;
            }
        }
        return null;
    }

    private SyncException failed(IOException e) {
        return new SyncException(
                ErrorCode.FILE_NOT_WRITABLE,
                "A large transaction that is still in progress at the source cannot be kept in " + folder + ": "
                        + e.getMessage(),
                "Make room there; or set sluice.large.transactions to `source` in RuntimeSettings, so that the source keeps"
                        + " what has not ended, as servers before version 14 do",
                e);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
