package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSink.TableRename;
import dev.sluice.connector.TableNews;
import dev.sluice.connector.TableNews.Incomplete;
import dev.sluice.connector.TableNews.Renamed;
import dev.sluice.job.DdlKind;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does at the destination what became of whole tables at the source, as the job's policies say. Used by one thread. */
final class TableDdl {
    private final RealtimeJob job;
    private final ChangeSink sink;
    private final RunMonitor monitor;

    TableDdl(RealtimeJob job, ChangeSink sink, RunMonitor monitor) {
        this.job = job;
        this.sink = sink;
        this.monitor = monitor;
    }

    /**
     * Does at the destination what became of whole tables, and returns the tables that are to be copied: those that were added, and those that have to be copied anew.
     *
     * @param begun tables whose copy has begun or was to begin before, so that they are no new ones
     * @throws SyncException with DDL_REFUSED, before anything is done, if the job is to stop at some of it
     */
    List<SourceTable> apply(TableNews changes, Set<TableName> begun) {
        refuseCritical(changes, begun);
        changes.abandoned().forEach(this::abandon);
        List<SourceTable> added = new ArrayList<>(changes.added());
        changes.dropped().forEach(this::drop);
        added.addAll(rename(changes.renamed()));
        changes.unchosen().forEach(sink::leave);
        changes.absorbed().forEach(sink::leave);
        changes.noted().forEach(sink::redefine);
        List<SourceTable> wanted = new ArrayList<>();
        changes.incomplete().stream()
                .filter(one -> !added.contains(one.table()))
                .forEach(one -> {
                    empty(one);
                    wanted.add(one.table());
                });
        for (SourceTable table : added) {
            if (begun.contains(table.name()) || isWanted(table)) {
                wanted.add(table);
            } else if (policy(DdlKind.CREATE_TABLE) == DdlPolicy.ALERT) {
                leftOut("the table " + table.name() + " is new at the source", DdlKind.CREATE_TABLE);
            }
        }
        return wanted;
    }

    /** Its name at the destination is free then, for whatever gets it. */
    void abandon(TableName table) {
        String what = table + " is not there or not chosen any more, and its copy had not ended: ";
        sink.abandon(table)
                .ifPresentOrElse(
                        left -> monitor.warn(
                                what + "the destination's " + left + " stays as it is, since it was not made for"
                                        + " that, or has rows, or something depends on it; drop it if nobody needs it"),
                        () -> monitor.done(what + "nothing of it is left at the destination"));
    }

    /** What a rule names is wanted, whatever is done with tables that happen to match a pattern. */
    private boolean isWanted(SourceTable added) {
        return policy(DdlKind.CREATE_TABLE) == DdlPolicy.NORMAL || isNamed(added);
    }

    private boolean isNamed(SourceTable table) {
        return job.names(table.database(), table.name());
    }

    private void refuseCritical(TableNews changes, Set<TableName> begun) {
        if (policy(DdlKind.RENAME_TABLE) == DdlPolicy.CRITICAL) {
            changes.renamed().stream().findFirst().ifPresent(one -> {
                throw refused(one.from() + " is called " + one.name() + " now", DdlKind.RENAME_TABLE);
            });
        }
        if (policy(DdlKind.DROP_TABLE) == DdlPolicy.CRITICAL) {
            changes.dropped().stream().findFirst().ifPresent(one -> {
                throw refused(one + " was dropped", DdlKind.DROP_TABLE);
            });
        }
        if (policy(DdlKind.CREATE_TABLE) == DdlPolicy.CRITICAL) {
            changes.added().stream()
                    .filter(one -> !begun.contains(one.name()) && !isNamed(one))
                    .findFirst()
                    .ifPresent(one -> {
                        throw refused(one.name() + " is new", DdlKind.CREATE_TABLE);
                    });
        }
    }

    private static SyncException refused(String what, DdlKind kind) {
        return new SyncException(
                ErrorCode.DDL_REFUSED,
                "The source's table " + what + ". The job stops at " + kind,
                "State another Action for " + kind + " in DdlHandlingSettings (Normal: do it at the destination too,"
                        + " Ignore, Alert), and start the job again",
                null);
    }

    /** Returns the tables that the destination is to have under their new names besides. */
    private List<SourceTable> rename(List<Renamed> renamed) {
        boolean followed = policy(DdlKind.RENAME_TABLE) == DdlPolicy.NORMAL;
        List<TableRename> renames = new ArrayList<>();
        List<SourceTable> besides = new ArrayList<>();
        for (Renamed one : renamed) {
            if (followed && one.chosen().isPresent()) {
                renames.add(new TableRename(one.from(), one.chosen().get()));
            } else {
                leave(one);
                one.chosen().ifPresent(besides::add);
            }
        }
        if (!renames.isEmpty()) {
            sink.rename(renames);
            renames.forEach(one ->
                    monitor.done(one.from() + ": RENAME TABLE TO " + one.to().name()));
        }
        return besides;
    }

    /** A table whose new name the job does not choose goes its own way. */
    private void leave(Renamed renamed) {
        sink.leave(renamed.from());
        String what = "the source's table " + renamed.from() + " is called " + renamed.name() + " now";
        if (renamed.chosen().isEmpty()) {
            monitor.warn(what + ", which the job does not choose: the destination's table stays as it is from now on");
        } else if (policy(DdlKind.RENAME_TABLE) == DdlPolicy.ALERT) {
            leftOut(what, DdlKind.RENAME_TABLE);
        }
    }

    private void empty(Incomplete incomplete) {
        TableName table = incomplete.table().name();
        monitor.warn(table + " is emptied and copied anew, since " + why(incomplete.reason()));
        sink.empty(table);
    }

    private String why(Incomplete.Reason reason) {
        return switch (reason) {
            case UNPUBLISHED ->
                job.identity().publication()
                        + " does not have it, or not all of its partitions: the source did not keep all changes of it";
            case ATTACHED -> "a partition was attached that has rows, which are in no change";
            case ATTACHED_AGAIN ->
                "a partition was detached and attached again, and what became of its rows meanwhile is in no change";
            case DETACHED ->
                "a partition that it had has changes of its own now, and which of them are the table's nobody can tell";
        };
    }

    private void drop(TableName table) {
        if (policy(DdlKind.DROP_TABLE) == DdlPolicy.NORMAL) {
            sink.drop(table);
            monitor.done(table + ": DROP TABLE");
            return;
        }
        sink.leave(table);
        if (policy(DdlKind.DROP_TABLE) == DdlPolicy.ALERT) {
            leftOut("the source's table " + table + " was dropped", DdlKind.DROP_TABLE);
        }
    }

    private void leftOut(String what, DdlKind kind) {
        monitor.warn(what + "; nothing of it is done at the destination, as " + kind + " is " + policy(kind));
    }

    private DdlPolicy policy(DdlKind kind) {
        return job.settings().ddl().of(kind);
    }
}
