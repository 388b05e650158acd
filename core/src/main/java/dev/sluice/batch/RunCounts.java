package dev.sluice.batch;

/**
 * What a run has done up to some moment.
 *
 * @param recordsRead rows that the source gave
 * @param bytesRead their bytes, in the form in which they travel
 * @param recordsWritten rows that the destination has for good
 * @param bytesWritten their bytes, in the form in which they travel
 * @param dirtyRecords rows that it refused
 * @param changedValues values that were changed on their way, because they held U+0000 and the job says so
 * @param splitsDone splits that are committed
 * @param readerWaitNanos how long readers waited for their writers, all channels together
 * @param writerWaitNanos how long writers waited for their readers, all channels together
 */
public record RunCounts(
        long recordsRead,
        long bytesRead,
        long recordsWritten,
        long bytesWritten,
        long dirtyRecords,
        long changedValues,
        long splitsDone,
        long readerWaitNanos,
        long writerWaitNanos) {
    /** What a run has done that has not begun. */
    public static final RunCounts NOTHING = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
