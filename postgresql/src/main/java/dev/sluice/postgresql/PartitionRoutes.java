package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangedTable;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.ChosenTables.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Leads the changes of partitions to the table that the job has chosen. The source publishes partitions under their own
 * names, since it would leave out the TRUNCATE of a single one otherwise.
 */
final class PartitionRoutes implements PgOutputDecoder.Naming {
    private final PgSession session;
    private final Supplier<ChosenTables> lookUp;
    private ChosenTables chosen;

    /** {@code lookUp} tells what is chosen at the moment. */
    PartitionRoutes(PgSession session, Supplier<ChosenTables> lookUp) {
        this.session = session;
        this.lookUp = lookUp;
        this.chosen = lookUp.get();
    }

    @Override
    public TableName of(long oid, TableName own) {
        if (chosen.find(oid).isEmpty()) {
            chosen = lookUp.get();
        }
        return above(oid).map(chosen::name).orElse(own);
    }

    private Optional<Candidate> above(long oid) {
        return chosen.find(oid).flatMap(chosen::chosenAbove);
    }

    /** Says what it means for the chosen tables that {@code emptied} were emptied in one statement. */
    List<Truncation> truncations(List<ChangedTable> emptied, boolean restartIdentity) {
        Map<TableName, List<ChangedTable>> byName = emptied.stream()
                .collect(Collectors.groupingBy(ChangedTable::name, LinkedHashMap::new, Collectors.toList()));
        List<ChangedTable> whole = new ArrayList<>();
        List<Truncation> truncations = new ArrayList<>();
        byName.forEach((name, members) -> {
            if (isWhole(name, members)) {
                whole.add(members.get(0));
            } else {
                members.forEach(member -> truncations.add(
                        new Truncation(List.of(member), restartIdentity, Optional.of(condition(member, name)))));
            }
        });
        if (!whole.isEmpty()) {
            truncations.add(0, new Truncation(whole, restartIdentity, Optional.empty()));
        }
        return truncations;
    }

    /** Before version 13 a partitioned table is not named itself, only all that it has. */
    private boolean isWhole(TableName name, List<ChangedTable> members) {
        Set<Long> oids = members.stream().map(ChangedTable::oid).collect(Collectors.toSet());
        boolean named = oids.stream()
                .map(chosen::find)
                .anyMatch(relation -> relation.isEmpty()
                        || chosen.name(relation.get()).equals(name)
                        || above(relation.get().oid()).isEmpty());
        return named || chosen.countLeaves(name) == oids.size();
    }

    /** A partition of a hash has a condition that only its own server can compute. */
    private String condition(ChangedTable partition, TableName name) {
        return session
                .query("SELECT pg_get_partition_constraintdef(?::oid)", row -> row.getString(1), partition.oid())
                .stream()
                .filter(condition -> condition != null && !condition.contains("satisfies_hash_partition"))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.SOURCE_FAILED,
                        "A partition of " + name + " was emptied by TRUNCATE, and which of the table's rows those were"
                                + " cannot be told to the destination",
                        "Copy the table anew: drop the job (sluice drop FILE) and start it again",
                        null));
    }
}
