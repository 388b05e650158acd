package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangedTable;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.DdlKind;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.PartitionRoutes.Emptied;
import java.util.List;

/** Finds out which rows of the destination go when tables of the source are emptied by TRUNCATE. Used by one thread. */
final class Truncations {
    private final PartitionRoutes routes;
    private final SchemaWatch schemas;
    private final DdlHandling handling;
    private final CollectedChanges collected;

    Truncations(PartitionRoutes routes, SchemaWatch schemas, DdlHandling handling, CollectedChanges collected) {
        this.routes = routes;
        this.schemas = schemas;
        this.handling = handling;
        this.collected = collected;
    }

    /**
     * Takes tables that were emptied together, one at least.
     *
     * @throws SyncException with DDL_REFUSED where the job stops at that
     */
    void take(List<ChangedTable> tables, boolean restartIdentity) {
        DdlPolicy policy = handling.of(DdlKind.TRUNCATE_TABLE);
        String what = "source's table " + tables.get(0).name() + " was emptied by TRUNCATE";
        switch (policy) {
            case NORMAL -> empty(tables, restartIdentity);
            case IGNORE -> {}
            case ALERT ->
                collected
                        .batch()
                        .warn("the " + what + "; nothing of it is done at the destination, as " + DdlKind.TRUNCATE_TABLE
                                + " is " + policy);
            case CRITICAL ->
                throw new SyncException(
                        ErrorCode.DDL_REFUSED,
                        "The " + what + ". The job stops at " + DdlKind.TRUNCATE_TABLE
                                + "; everything before it is at the destination",
                        "State another Action for " + DdlKind.TRUNCATE_TABLE
                                + " in DdlHandlingSettings (Normal: do it there too, Ignore, Alert), and start the job"
                                + " again",
                        null);
        }
    }

    private void empty(List<ChangedTable> tables, boolean restartIdentity) {
        Emptied emptied = routes.emptied(tables, restartIdentity);
        emptied.unsure()
                .forEach(truncation -> copyAnew(
                        truncation,
                        "may have had other bounds then than it has now, since it was attached, or another one made"
                                + " beside it that has rows of a default one"));
        emptied.truncations().forEach(this::append);
        emptied.left()
                .forEach(table -> collected
                        .batch()
                        .warn("a partition of the source's table " + table
                                + " was emptied by TRUNCATE and belongs to it no more; the rows that it had stay at the"
                                + " destination"));
    }

    /** Which rows a partition has, the source says in the names that its columns have now. */
    private void append(Truncation truncation) {
        TableName table = truncation.tables().get(0).name();
        if (truncation.part().filter(rows -> !schemas.isFollowed(table, rows)).isPresent()) {
            copyAnew(truncation, "has rows that are told by columns whose names the destination does not have");
        } else {
            collected.append(truncation);
        }
    }

    /** Who keeps no definitions is told what is known. */
    private void copyAnew(Truncation unsure, String why) {
        TableName table = unsure.tables().get(0).name();
        if (!collected.copyAnew(table, "a partition of it was emptied by TRUNCATE, and " + why)) {
            collected.append(unsure);
        }
    }
}
