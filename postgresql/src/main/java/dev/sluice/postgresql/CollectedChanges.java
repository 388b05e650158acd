package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.SchemaChange.DropColumn;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.TableName;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** Puts changes into batches, in the columns that are followed. Used by one thread. */
final class CollectedChanges {
    private final SchemaWatch schemas;
    private final DdlHandling handling;
    private final IdentityHashMap<ChangedTable, Projection> projections = new IdentityHashMap<>();
    private final Set<TableName> copiedAnew = new HashSet<>();
    private ChangeBatch batch = new ChangeBatch(0);

    CollectedChanges(SchemaWatch schemas, DdlHandling handling) {
        this.schemas = schemas;
        this.handling = handling;
    }

    /** Goes on in another batch. */
    void goOn(ChangeBatch into) {
        into.goOnFrom(batch);
        batch = into;
    }

    ChangeBatch batch() {
        return batch;
    }

    /** Takes note of which columns are followed of a table that has not come before. Those that go on as they come are not in the map. */
    void project(ChangedTable table) {
        Projection projection = new Projection(table, schemas.names(table));
        if (!projection.table().equals(table)) {
            projections.put(table, projection);
        }
    }

    private ChangedTable projected(ChangedTable table) {
        Projection projection = projections.get(table);
        return projection == null ? table : projection.table();
    }

    void append(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count) {
        Projection projection = projections.get(table);
        if (projection == null) {
            batch.append(kind, table, bytes, offset, count);
        } else if (projection.keepsAll()) {
            batch.append(kind, projection.table(), bytes, offset, count);
        } else {
            projection.project(bytes, offset, count);
            batch.append(kind, projection.table(), projection.bytes(), 0, projection.length());
        }
    }

    void append(Truncation truncation) {
        batch.append(truncation.with(this::projected));
    }

    /** Appends another definition; what else the stream has of a table that is copied anew is in the copy. */
    void append(Redefinition redefinition) {
        batch.append(redefinition);
        redefinition.leftOut().stream()
                .filter(change -> handling.of(change.kind()) == DdlPolicy.ALERT)
                .forEach(change -> batch.warn("the source's table " + redefinition.table() + " was changed: "
                        + change.describe() + "; " + outcome(change) + ", as " + change.kind() + " is "
                        + DdlPolicy.ALERT));
        if (redefinition.anew()) {
            copiedAnew.add(redefinition.table());
        }
    }

    private static String outcome(SchemaChange change) {
        return change instanceof DropColumn
                ? "the destination's column stays, and takes NULL from now on"
                : "nothing of it is done at the destination";
    }

    /**
     * Lets a table be copied anew that changes alone do not bring to what it is, unless that is on its way.
     *
     * @param why a sentence's end
     * @return whether it is; no table is for those who keep no definitions
     */
    boolean copyAnew(TableName table, String why) {
        Optional<Redefinition> anew = schemas.anew(table);
        if (anew.isPresent() && !isCopiedAnew(table)) {
            batch.warn(table + " is emptied and copied anew: " + why);
            append(anew.get());
        }
        return anew.isPresent();
    }

    /** Returns whether changes of a table are in a copy that is still to be made. */
    boolean isCopiedAnew(TableName table) {
        return copiedAnew.contains(table);
    }
}
