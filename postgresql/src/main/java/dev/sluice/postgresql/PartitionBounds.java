package dev.sluice.postgresql;

import java.util.Optional;

/** Which rows the partitions of a source have, as its catalogue says now, and whether that was so before. */
final class PartitionBounds {
    private final PgSession session;
    private final String slot;

    /** {@code slot} is the name of the one by which changes are read. */
    PartitionBounds(PgSession session, String slot) {
        this.session = session;
        this.slot = slot;
    }

    /** Returns an SQL condition for the rows that a partition has; empty where it is none any more. */
    Optional<String> condition(long partition) {
        return session
                .query(
                        "SELECT coalesce(pg_get_partition_constraintdef(?::oid), '')",
                        row -> row.getString(1),
                        partition)
                .stream()
                .filter(condition -> !condition.isEmpty())
                .findFirst();
    }

    /**
     * Returns whether a partition may have had other rows at any change that the slot has still to tell, since it was
     * attached; or, as it is the default one or belongs to that, since another one came beside it. What is older than the
     * slot's {@code catalog_xmin} had ended before. An age below zero is that of a transaction whose number has come again.
     */
    boolean mayHaveChanged(long partition) {
        return session.isTrue("""
                WITH RECURSIVE up AS (
                    SELECT inhrelid, inhparent FROM pg_inherits WHERE inhrelid = ?::oid
                     UNION ALL
                    SELECT i.inhrelid, i.inhparent FROM up JOIN pg_inherits i ON i.inhrelid = up.inhparent)
                SELECT EXISTS (
                    SELECT 1
                      FROM up JOIN pg_partitioned_table p ON p.partrelid = up.inhparent
                      JOIN pg_inherits i ON i.inhparent = up.inhparent
                      JOIN pg_replication_slots s ON s.slot_name = ?
                     WHERE age(i.xmin) BETWEEN 0 AND age(s.catalog_xmin)
                       AND CASE WHEN i.inhrelid = up.inhrelid THEN @attached
                                ELSE p.partdefid = up.inhrelid END)""".replace("@attached", Partitions.ATTACHED), partition, slot);
    }
}
