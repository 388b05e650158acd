package dev.sluice.change;

import java.time.Instant;

/**
 * The end of a transaction at the source.
 *
 * @param position where its commit is in the log; what a snapshot at a later position shows already
 * @param end the place behind it, from which on the next transaction is
 * @param time when it was committed, by the source's clock
 */
public record Commit(Lsn position, Lsn end, Instant time) {}
