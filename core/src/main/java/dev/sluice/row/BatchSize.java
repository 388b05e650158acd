package dev.sluice.row;

/**
 * When a batch is full.
 *
 * @param bytes at this many bytes, at least 1
 * @param rows at this many rows, at least 1
 */
public record BatchSize(int bytes, int rows) {
    /** One megabyte, however many rows that is. */
    public static final BatchSize DEFAULT = new BatchSize(1 << 20, Integer.MAX_VALUE);

    /** Refuses sizes below 1. */
    public BatchSize {
        if (bytes < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "A batch holds at least one byte and one row, not " + bytes + " and " + rows);
        }
    }
}
