package dev.sluice.change;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;

/**
 * Reads the tuples of one change after the other, in place. Moving makes no object, so a cursor is made once and used for
 * many changes. Used by one thread; what it tells holds until the batch changes.
 */
public final class ChangeCursor {
    private final Tuple before = new Tuple();
    private final Tuple after = new Tuple();
    private boolean wholeBefore;

    /**
     * Moves to the change of a row at {@code index}.
     *
     * @throws SyncException with MALFORMED_DATA, naming the byte
     */
    public void moveTo(ChangeBatch batch, int index) {
        before.clear();
        after.clear();
        wholeBefore = false;
        int at = batch.start(index);
        int end = batch.end(index);
        while (at < end) {
            byte letter = batch.bytes()[at];
            wholeBefore |= letter == 'O';
            at = tuple(letter, at).read(batch.bytes(), at + 1, end);
        }
    }

    private Tuple tuple(byte letter, int at) {
        return switch (letter) {
            case 'K', 'O' -> before;
            case 'N' -> after;
            default ->
                throw new SyncException(
                        ErrorCode.MALFORMED_DATA,
                        "A change is malformed at byte " + at + ": a tuple cannot begin with byte " + letter);
        };
    }

    /** Returns the row before the change; without fields where the source did not send it. */
    public Tuple before() {
        return before;
    }

    /** Returns whether {@link #before} holds every column, not only those of the identity. */
    public boolean wholeBefore() {
        return wholeBefore;
    }

    /** Returns the row after the change; without fields for a row that went. */
    public Tuple after() {
        return after;
    }
}
