package dev.sluice.row;

import java.util.Arrays;

/**
 * Rows in one byte array, in the bytes that PostgreSQL sent, with the place where each ends.
 *
 * <p>A batch is full when it has reached its capacity in bytes or in rows; the row that fills it may be larger than the
 * capacity, so that any row fits into some batch. A batch is used by one thread at a time and handed on.
 */
public final class RowBatch {
    private static final int FIRST_ROWS = 1024;

    private final RowFormat format;
    private final BatchSize size;
    private byte[] bytes;
    private int[] ends = new int[FIRST_ROWS];
    private int rows;
    private boolean mayHoldNul;

    /** Creates an empty batch that is full at {@code size}. */
    public RowBatch(RowFormat format, BatchSize size) {
        this.format = format;
        this.size = size;
        this.bytes = new byte[size.bytes()];
    }

    /** Returns the form of every row in this batch. */
    public RowFormat format() {
        return format;
    }

    /** Returns how many rows there are. */
    public int rows() {
        return rows;
    }

    /** Returns how many bytes the rows take. */
    public int length() {
        return rows == 0 ? 0 : ends[rows - 1];
    }

    /** Returns the array that holds the rows, from 0 to {@link #length()}; it changes when rows are added. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where the row at {@code index} begins. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Returns where the row at {@code index} ends, exclusive. */
    public int end(int index) {
        return ends[index];
    }

    /**
     * Returns whether a text among the rows may hold U+0000, for which PostgreSQL has no place; rows that it sent never do.
     */
    public boolean mayHoldNul() {
        return mayHoldNul;
    }

    /** Says that a text among the rows holds U+0000. */
    public void markNul() {
        mayHoldNul = true;
    }

    /** Returns whether the next row belongs into another batch. */
    public boolean isFull() {
        return length() >= size.bytes() || rows >= size.rows();
    }

    /** Appends one whole row. */
    public void append(byte[] source, int offset, int count) {
        int from = length();
        System.arraycopy(source, offset, reserve(count), from, count);
        endRow(from + count);
    }

    /**
     * Makes room for {@code count} more bytes behind {@link #length()} and returns the array to write them to. The row
     * counts when {@link #endRow} was called.
     */
    public byte[] reserve(int count) {
        int needed = Math.addExact(length(), count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int)
                    Math.min(bytes.length * 3L / 2, Integer.MAX_VALUE - 16)));
        }
        return bytes;
    }

    /** Ends the row that was written behind the last one; {@code end} is where it ends, exclusive. */
    public void endRow(int end) {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, rows * 2);
        }
        ends[rows++] = end;
    }

    /** Appends rows of a batch of the same format, {@code from} inclusive to {@code to} exclusive, in one go. */
    public void appendAll(RowBatch other, int from, int to) {
        if (from == to) {
            return;
        }
        mayHoldNul |= other.mayHoldNul;
        int shift = length() - other.start(from);
        int count = other.end(to - 1) - other.start(from);
        System.arraycopy(other.bytes, other.start(from), reserve(count), length(), count);
        for (int row = from; row < to; row++) {
            endRow(other.ends[row] + shift);
        }
    }

    /**
     * Appends one row again and again until the batch is full.
     *
     * @param one a batch of the same format that holds the row, which has at least one byte, and no other
     * @param most how often at most
     * @return how often
     */
    public int appendCopies(RowBatch one, long most) {
        if (isFull()) {
            return 0;
        }
        mayHoldNul |= one.mayHoldNul;
        int start = length();
        int bytesOfRow = one.length();
        int count = (int) Math.min(most, Math.min(size.rows() - rows, (size.bytes() - 1 - start) / bytesOfRow + 1));
        int end = Math.addExact(start, Math.multiplyExact(count, bytesOfRow));
        fill(reserve(end - start), start, end, one);
        for (int i = 0, next = start + bytesOfRow; i < count; i++, next += bytesOfRow) {
            endRow(next);
        }
        return count;
    }

    /** Copies what is there already, twice as much each time, which takes far fewer calls than copying row by row. */
    private static void fill(byte[] target, int start, int end, RowBatch one) {
        System.arraycopy(one.bytes, 0, target, start, Math.min(one.length(), end - start));
        for (int done = one.length(); done < end - start; done *= 2) {
            System.arraycopy(target, start, target, start + done, Math.min(done, end - start - done));
        }
    }

    /** Empties the batch for the next use and gives back memory that a huge row took. */
    public void clear() {
        rows = 0;
        mayHoldNul = false;
        if (bytes.length > 2L * size.bytes()) {
            bytes = new byte[size.bytes()];
        }
    }
}
