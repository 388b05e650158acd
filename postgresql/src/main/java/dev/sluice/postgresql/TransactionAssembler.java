package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.Commit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts transactions together that the server streams in blocks while they are in progress, since they are too large for its
 * memory; see the PostgreSQL documentation, chapter "Logical Streaming Replication Protocol", Stream Start to Stream Abort.
 * Such a transaction is kept in a file until its commit comes, and is decoded from there, behind all that was committed
 * before it.
 *
 * <p>One of them may be handed on as it comes besides, which spares the wait for its end: as long as nothing else is
 * committed meanwhile, no part of it is rolled back, and it changes rows only. Otherwise what was handed on is to be rolled
 * back, and comes again from the file. Used by one thread.
 */
final class TransactionAssembler implements AutoCloseable {
    /** Learns of the transactions besides what the decoder tells. */
    interface Listener {
        /** Returns whether a transaction may be handed on before its commit has come. */
        boolean acceptsInProgress();

        /** A transaction begins that is handed on as it comes. */
        void beginInProgress();

        /** The transaction that was handed on as it came is committed. */
        void commit(Commit commit);

        /** What was handed on before its commit is to be forgotten. */
        void rollBack();

        /** Of the transaction that has just begun logical messages come that may have been undone. */
        void doubtMessages();
    }

    private static final int NONE = 0;

    private final PgOutputDecoder decoder;
    private final PgOutputDecoder.Listener replayed;
    private final Listener listener;
    private final Path folder;
    private final MessageBytes in = new MessageBytes();
    private final Map<Integer, SpilledTransaction> spilled = new HashMap<>();
    private int block = NONE;
    private int inProgress = NONE;
    private byte @Nullable [] postponed;
    private @Nullable SpilledTransaction replaying;
    private @Nullable Commit end;

    /** {@code folder} is where files are made. */
    TransactionAssembler(PgOutputDecoder decoder, PgOutputDecoder.Listener replayed, Listener listener, Path folder) {
        this.decoder = decoder;
        this.replayed = replayed;
        this.listener = listener;
        this.folder = folder;
    }

    /** Returns whether there is something to {@link #resume} with before another message is taken. */
    boolean isBusy() {
        return replaying != null || postponed != null;
    }

    /** Returns whether what comes is part of a transaction that has not ended. */
    boolean isInBlock() {
        return block != NONE;
    }

    /** Returns whether a transaction is handed on as it comes. */
    boolean isInProgress() {
        return inProgress != NONE;
    }

    /** Decodes one more message of what is there. */
    void resume() {
        byte[] waiting = postponed;
        if (waiting != null) {
            postponed = null;
            take(waiting, 0, waiting.length);
        } else if (replaying != null) {
            replay(replaying);
        }
    }

    private void replay(SpilledTransaction transaction) {
        byte[] message = transaction.next();
        if (message != null) {
            decoder.decode(message, 0, message.length);
            return;
        }
        transaction.close();
        replaying = null;
        Commit last = end;
        if (last != null) {
            replayed.commit(last);
        }
    }

    /** Takes a message of the stream. One that cannot be handed on behind what is in progress waits for {@link #resume}. */
    void take(byte[] bytes, int offset, int count) {
        in.wrap(bytes, offset, count);
        int letter = in.i8();
        switch (letter) {
            case 'S' -> begin(in.i32());
            case 'E' -> block = NONE;
            case 'c' -> commit(bytes, offset, count);
            case 'A' -> abort(in.i32(), in.i32());
            default -> {
                if (block != NONE) {
                    streamedChange(letter);
                } else if (letter == 'B' && isInProgress()) {
                    postpone(bytes, offset, count);
                } else {
                    decoder.decode(bytes, offset, count);
                }
            }
        }
    }

    private void begin(int transaction) {
        block = transaction;
        if (!spilled.containsKey(transaction)) {
            spilled.put(transaction, new SpilledTransaction(folder));
            if (!isInProgress() && listener.acceptsInProgress()) {
                inProgress = transaction;
                listener.beginInProgress();
            }
        }
    }

    /** An origin does not say in which subtransaction it is: it is that of the whole. */
    private void streamedChange(int letter) {
        if (letter == 'O') {
            return;
        }
        int subtransaction = in.i32();
        spilled(block).append(subtransaction, letter, in.array(), in.position(), in.remaining());
        if (inProgress == block) {
            decodeInProgress(letter);
        }
    }

    /** Where tables change their definition, the order in which everything is committed counts. */
    private void decodeInProgress(int letter) {
        if (letter == 'T' || letter == 'M') {
            rollBack();
            return;
        }
        // The transaction's number, which stands before, has been read: the letter takes the place of its last byte.
        int start = in.position() - 1;
        in.array()[start] = (byte) letter;
        decoder.decode(in.array(), start, in.remaining() + 1);
    }

    private SpilledTransaction spilled(int transaction) {
        SpilledTransaction known = spilled.get(transaction);
        if (known == null) {
            throw in.malformed("the transaction " + transaction + " did not begin");
        }
        return known;
    }

    private void commit(byte[] bytes, int offset, int count) {
        int transaction = in.i32();
        if (isInProgress() && transaction != inProgress) {
            postpone(bytes, offset, count);
            return;
        }
        in.i8();
        Commit commit = new Commit(in.lsn(), in.lsn(), in.time());
        SpilledTransaction file = spilled(transaction);
        spilled.remove(transaction);
        if (isInProgress()) {
            inProgress = NONE;
            file.close();
            listener.commit(commit);
        } else {
            replayed.begin(new Transaction(commit.position(), commit.time()));
            if (file.hasUndoneMessages()) {
                listener.doubtMessages();
            }
            replaying = file;
            end = commit;
        }
    }

    private void abort(int transaction, int subtransaction) {
        if (transaction == inProgress) {
            rollBack();
        }
        if (transaction == subtransaction) {
            spilled(transaction).close();
            spilled.remove(transaction);
        } else {
            spilled(transaction).abort(subtransaction);
        }
    }

    private void postpone(byte[] bytes, int offset, int count) {
        postponed = Arrays.copyOfRange(bytes, offset, offset + count);
        rollBack();
    }

    /** Has what was handed on before its commit rolled back, if anything was. */
    void rollBack() {
        if (isInProgress()) {
            inProgress = NONE;
            listener.rollBack();
        }
    }

    /** Forgets what has not ended. */
    @Override
    public void close() {
        List<SpilledTransaction> files = new ArrayList<>(spilled.values());
        Optional.ofNullable(replaying).ifPresent(files::add);
        spilled.clear();
        replaying = null;
        close(files.iterator());
    }

    /** One that cannot be closed does not keep the others open. */
    private static void close(Iterator<SpilledTransaction> files) {
        if (files.hasNext()) {
            SpilledTransaction file = files.next();
            try (file) {
                close(files);
            }
        }
    }
}
