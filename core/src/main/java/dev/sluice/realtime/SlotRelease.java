package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSource;
import java.util.Optional;

/**
 * Lets the source drop the replication slot of a job that is given up, and tells the user what became of it.
 *
 * @param ends give it a source of its own
 * @param slot the slot's name
 */
record SlotRelease(Ends ends, String slot) {
    /** Tries it once; returns why it failed. */
    Optional<SyncException> attempt() {
        try (ChangeSource source = ends.source()) {
            source.release();
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(SyncException.of(e));
        }
    }

    /** Tells that the slot is gone. */
    SyncException dropped(SyncException reason) {
        return new SyncException(
                reason.code(),
                reason.getMessage() + ", so its replication slot " + slot + " was dropped",
                reason.hint().orElse(null),
                null);
    }

    /** Tells that the source goes on to keep its log, and what ends that. */
    SyncException kept(SyncException reason, SyncException failure) {
        return new SyncException(
                reason.code(),
                reason.getMessage() + ", so the job is given up; but its replication slot " + slot
                        + " is still there and keeps more and more, since it could not be dropped. "
                        + failure.getMessage(),
                "At the source, before its disk is full: SELECT pg_drop_replication_slot('" + slot + "'). "
                        + reason.hint().orElse(""),
                failure);
    }
}
