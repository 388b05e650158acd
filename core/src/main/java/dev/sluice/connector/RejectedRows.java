package dev.sluice.connector;

/** Who is told of every row that the destination refused, in the sink's own thread. */
public interface RejectedRows {
    /**
     * Takes note of a row; its batch can be read until this returns.
     *
     * @throws dev.sluice.SyncException when there are more of them than the job allows; the sink passes it on
     */
    void rejected(RejectedRow row);
}
