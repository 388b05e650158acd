package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.Commit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts transactions together that the server sends in blocks before they end, since they are too large for its memory; see the
 * PostgreSQL documentation, chapter "Logical Streaming Replication Protocol", Stream Start to Stream Abort. Such a
 * transaction is kept in a file until its commit comes, and is decoded from there, behind all that was committed before it.
 *
 * <p>One of them may go on early besides, as it comes, which spares the wait for its end: as long as nothing else is
 * committed meanwhile, no part of it is undone, and it changes rows only. Otherwise what went on is taken back, and
 * comes again from the file. Used by one thread.
 */
final class TransactionAssembler implements AutoCloseable {
    /** Learns of the transactions besides what the decoder tells. */
    interface Listener {
        /** Returns whether a transaction may go on before its commit has come. */
        boolean takesEarly();

        /** A transaction goes on early. */
        void beginEarly();

        /** What went on early comes to its end. */
        void commit(Commit commit);

        /** What went on early is to be forgotten. */
        void takeBack();
    }

    private static final int NONE = 0;

    private final PgOutputDecoder decoder;
    private final PgOutputDecoder.Listener replayed;
    private final Listener listener;
    private final Path folder;
    private final MessageBytes in = new MessageBytes();
    private final Map<Integer, SpilledTransaction> spilled = new HashMap<>();
    private int block = NONE;
    private int early = NONE;
    private byte @Nullable [] held;
    private @Nullable SpilledTransaction replaying;
    private @Nullable Commit end;

    /** {@code folder} is where files are made. */
    TransactionAssembler(PgOutputDecoder decoder, PgOutputDecoder.Listener replayed, Listener listener, Path folder) {
        this.decoder = decoder;
        this.replayed = replayed;
        this.listener = listener;
        this.folder = folder;
    }

    /** Returns whether there is something to {@link #goOn} with before another message is taken. */
    boolean isBusy() {
        return replaying != null || held != null;
    }

    /** Returns whether what comes is part of a transaction that has not ended. */
    boolean isInBlock() {
        return block != NONE;
    }

    /** Returns whether a transaction goes on early. */
    boolean isEarly() {
        return early != NONE;
    }

    /** Decodes one more message of what is there. */
    void goOn() {
        byte[] waiting = held;
        if (waiting != null) {
            held = null;
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

    /** Takes a message of the stream. One that cannot go on beside what went on early waits for {@link #goOn}. */
    void take(byte[] bytes, int offset, int count) {
        in.wrap(bytes, offset, count);
        int letter = in.i8();
        switch (letter) {
            case 'S' -> begin(in.i32());
            case 'E' -> block = NONE;
            case 'c' -> commit(bytes, offset, count);
            case 'A' -> undo(in.i32(), in.i32());
            default -> {
                if (block != NONE) {
                    part(letter);
                } else if (letter == 'B' && isEarly()) {
                    hold(bytes, offset, count);
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
            if (!isEarly() && listener.takesEarly()) {
                early = transaction;
                listener.beginEarly();
            }
        }
    }

    /** An origin does not say in which subtransaction it is: it is that of the whole. */
    private void part(int letter) {
        if (letter == 'O') {
            return;
        }
        int subtransaction = in.i32();
        of(block).append(subtransaction, letter, in.array(), in.position(), in.remaining());
        if (early == block) {
            decodeEarly(letter);
        }
    }

    /** Where tables change their definition, the order in which everything is committed counts. */
    private void decodeEarly(int letter) {
        if (letter == 'T' || letter == 'M') {
            takeBack();
            return;
        }
        byte[] message = new byte[in.remaining() + 1];
        message[0] = (byte) letter;
        System.arraycopy(in.array(), in.position(), message, 1, message.length - 1);
        decoder.decode(message, 0, message.length);
    }

    private SpilledTransaction of(int transaction) {
        SpilledTransaction known = spilled.get(transaction);
        if (known == null) {
            throw in.malformed("the transaction " + transaction + " did not begin");
        }
        return known;
    }

    private void commit(byte[] bytes, int offset, int count) {
        int transaction = in.i32();
        if (isEarly() && transaction != early) {
            hold(bytes, offset, count);
            return;
        }
        in.i8();
        Commit commit = new Commit(in.lsn(), in.lsn(), in.time());
        SpilledTransaction file = of(transaction);
        spilled.remove(transaction);
        if (isEarly()) {
            early = NONE;
            file.close();
            listener.commit(commit);
        } else {
            replayed.begin(new Transaction(commit.position(), commit.time()));
            replaying = file;
            end = commit;
        }
    }

    private void undo(int transaction, int subtransaction) {
        if (transaction == early) {
            takeBack();
        }
        if (transaction == subtransaction) {
            of(transaction).close();
            spilled.remove(transaction);
        } else {
            of(transaction).undo(subtransaction);
        }
    }

    private void hold(byte[] bytes, int offset, int count) {
        held = Arrays.copyOfRange(bytes, offset, offset + count);
        takeBack();
    }

    /** Takes back what went on early, if anything did. */
    void takeBack() {
        if (isEarly()) {
            early = NONE;
            listener.takeBack();
        }
    }

    /** Forgets what has not ended. */
    @Override
    public void close() {
        spilled.values().forEach(SpilledTransaction::close);
        spilled.clear();
        if (replaying != null) {
            replaying.close();
        }
    }
}
