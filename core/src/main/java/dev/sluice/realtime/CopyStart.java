package dev.sluice.realtime;

import dev.sluice.change.Redefinition;
import dev.sluice.change.TableDefinition;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.SourceTable;
import java.util.List;
import java.util.Optional;

/**
 * How the copy of a table begins.
 *
 * @param table the table
 * @param definition how it is defined in the state that is copied
 * @param redefinition what the destination has to do first, if it follows an earlier definition of it
 * @param supersedes whether the destination has begun to copy another table that had the same name
 */
record CopyStart(
        SourceTable table, TableDefinition definition, Optional<Redefinition> redefinition, boolean supersedes) {
    /** Asks a state for what has to be known of a table; {@code progress} says what the destination follows. */
    static CopyStart of(SourceTable table, TableSnapshot snapshot, Progress progress) {
        Optional<String> earlier = Optional.ofNullable(progress.definitions().get(table.name()));
        Optional<Redefinition> redefinition = earlier.flatMap(text -> snapshot.since(table.name(), text));
        return new CopyStart(
                table, snapshot.definition(table.name()), redefinition, earlier.isPresent() && redefinition.isEmpty());
    }

    /** Makes the destination ready, and returns the definition that it follows from now on. */
    TableDefinition at(ChangeSink sink) {
        if (supersedes) {
            sink.supersede(table.name());
        }
        boolean missing = !sink.missing(List.of(table)).isEmpty();
        if (missing || redefinition.isEmpty()) {
            sink.copying(table.name(), definition);
            return definition;
        }
        sink.redefine(RuledChanges.besides(redefinition.get(), sink.extras(table.name())));
        return redefinition.get().definition();
    }
}
