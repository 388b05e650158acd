package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.SourceStatus;
import dev.sluice.job.MigrationType;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the changes of a job begin: where the last run came to, else where the source began to keep them, or where the user
 * says. Used by one thread.
 */
final class Beginning {
    private final RealtimeJob job;
    private final RunMonitor monitor;
    private Optional<Lsn> from;

    /** {@code from} is what the user says. */
    Beginning(RealtimeJob job, Optional<Lsn> from, RunMonitor monitor) {
        this.job = job;
        this.from = from;
        this.monitor = monitor;
    }

    /**
     * Looks whether the source keeps everything that the run wants; changes nothing.
     *
     * @throws SyncException with PREFLIGHT_FAILED if what was kept for the job is gone; with COMMAND_INVALID if the position
     *     that the user has named cannot be the beginning
     */
    void require(ChangeSource source, ChangeSink sink) {
        if (!job.migration().type().followsChanges()) {
            from.ifPresent(wanted -> {
                throw refused(wanted, "this job follows no changes", "Leave --from-lsn out");
            });
            return;
        }
        Progress progress = sink.progress();
        SourceStatus status = source.status();
        requireKept(progress, status);
        if (from.isPresent()) {
            requireReachable(from.get(), progress, status);
        } else {
            progress.position()
                    .ifPresentOrElse(
                            position -> requireFitting(position, status),
                            () -> requireKeptSinceCopies(progress, status));
        }
    }

    /** Tables that were copied before a beginning was noted, by a job that followed nothing, or that was dropped meanwhile. */
    private static void requireKeptSinceCopies(Progress progress, SourceStatus status) {
        Optional<Lsn> kept = status.slot().flatMap(SourceStatus.Slot::confirmed);
        progress.tables().entrySet().stream()
                .filter(table -> kept.filter(position -> !table.getValue().isBefore(position))
                        .isEmpty())
                .findFirst()
                .ifPresent(table -> {
                    throw new SyncException(
                            ErrorCode.PREFLIGHT_FAILED,
                            "The destination has " + table.getKey() + " as it was at " + table.getValue()
                                    + ", and the source keeps "
                                    + kept.map(position -> "changes from " + position + " on only")
                                            .orElse("no changes")
                                    + ": what lies between is lost",
                            Progress.BEGIN_ANEW,
                            null);
                });
    }

    /** Sides that were restored, or replaced by others that were behind, do not fit together any more. */
    private void requireFitting(Lsn position, SourceStatus status) {
        status.slot().flatMap(SourceStatus.Slot::confirmed).ifPresent(kept -> requireKeptFrom(position, kept));
        if (status.position().isBefore(position)) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "The destination has what was committed at the source before " + position
                            + ", and the source has come to " + status.position() + " only: it is not what it was",
                    "Where this is a standby that is behind, wait. A source that was restored, or replaced by one that was"
                            + " behind, needs a new first copy: " + Progress.BEGIN_ANEW,
                    null);
        }
    }

    private void requireKeptFrom(Lsn position, Lsn kept) {
        if (position.isBefore(kept)) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "The destination has what was committed at the source before " + position
                            + ", and the source keeps changes from " + kept
                            + " on only: what lies between is lost, since"
                            + " the destination is an earlier one, or the slot another one",
                    Progress.BEGIN_ANEW + "; or go on without those changes (sluice run FILE --from-lsn " + kept + ")",
                    null);
        }
    }

    /** A new slot would not have what was committed since the old one went. */
    private void requireKept(Progress progress, SourceStatus status) {
        if (progress.position().isPresent() && status.slot().isEmpty()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "The replication slot " + job.identity().slot()
                            + " is gone from the source, and with it the changes since the job's last run",
                    Progress.BEGIN_ANEW,
                    null);
        }
    }

    private void requireReachable(Lsn wanted, Progress progress, SourceStatus status) {
        Lsn kept = status.slot()
                .orElseThrow(() -> refused(
                        wanted,
                        "the source has no replication slot " + job.identity().slot()
                                + ", so it keeps no changes from there on",
                        "Make the publication and the slot first, then take the dump: see \"From a position of your own\""
                                + " in docs/realtime.md"))
                .confirmed()
                .orElse(Lsn.NONE);
        Lsn earliest = Lsn.later(kept, progress.position().orElse(Lsn.NONE));
        if (wanted.isBefore(earliest)) {
            throw refused(
                    wanted,
                    "the source keeps changes from " + kept + " on"
                            + progress.position()
                                    .map(position -> ", and the destination has all before " + position)
                                    .orElse(""),
                    "Name a position from " + earliest + " on, or leave it out");
        }
        if (status.position().isBefore(wanted)) {
            throw refused(
                    wanted,
                    "the source has come to " + status.position() + " only",
                    "Name a position from " + earliest + " to " + status.position() + ", or leave it out");
        }
    }

    private static SyncException refused(Lsn wanted, String why, String hint) {
        return new SyncException(ErrorCode.COMMAND_INVALID, "--from-lsn " + wanted + ": " + why, hint, null);
    }

    /**
     * Notes where the changes begin. A job that has begun goes on from where its destination is, whatever the source kept. The
     * beginning is noted last: without it nothing else counts.
     *
     * @param kept from where on the source keeps the changes of the tables
     * @param added those that the destination does not have yet
     */
    void begin(Lsn kept, List<SourceTable> added, ChangeSource source, ChangeSink sink) {
        Progress progress = sink.progress();
        Lsn begin = from.orElse(progress.position().orElse(kept));
        boolean anew = from.isPresent() || progress.position().isEmpty();
        if (!anew) {
            requireKeptFrom(begin, kept);
        }
        List<SourceTable> toCopy = new ArrayList<>(added);
        if (from.isPresent() || (anew && !copies())) {
            List<SourceTable> complete = complete(added, progress, sink);
            complete.forEach(table -> count(table, begin, source, sink));
            toCopy.removeAll(complete);
        }
        from.ifPresent(wanted -> tell(wanted, progress));
        if (anew) {
            sink.start(begin, toCopy.stream().map(SourceTable::name).toList());
        }
        from = Optional.empty();
    }

    private boolean copies() {
        return job.migration().type() != MigrationType.REALTIME;
    }

    /** A table whose copy was interrupted holds a part of its rows, and one that is missing none: both are to be copied. */
    private List<SourceTable> complete(List<SourceTable> added, Progress progress, ChangeSink sink) {
        Set<SourceTable> toCopy = copies() ? new HashSet<>(sink.missing(added)) : Set.of();
        return added.stream()
                .filter(table -> !toCopy.contains(table))
                .filter(table -> !isInterrupted(table.name(), progress, sink))
                .toList();
    }

    /** Rows that are there before the copy has begun are somebody else's: they are what the user speaks of. */
    private static boolean isInterrupted(TableName table, Progress progress, ChangeSink sink) {
        return progress.definitions().containsKey(table)
                || (progress.unended().contains(table) && !sink.hasRows(table));
    }

    private void count(SourceTable table, Lsn position, ChangeSource source, ChangeSink sink) {
        TableDefinition definition = source.definition(table.name());
        if (!sink.missing(List.of(table)).isEmpty()) {
            sink.create(table, definition);
        }
        sink.copied(table.name(), position, definition);
        monitor.done(table.name() + " counts as copied at " + position);
    }

    private void tell(Lsn wanted, Progress progress) {
        progress.position()
                .filter(position -> position.isBefore(wanted))
                .ifPresent(
                        position -> monitor.warn(
                                "what was committed at the source between " + position + " and " + wanted
                                        + " is left out for good, as --from-lsn says; tables that it changed differ from now on"));
    }
}
