package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangedTable;
import dev.sluice.connector.Progress;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.ChosenTables.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leads the changes of partitions to the table that the job has chosen. The source publishes partitions under their own
 * names, since it would leave out the TRUNCATE of a single one otherwise.
 */
final class PartitionRoutes implements PgOutputDecoder.Naming {
    private final PgSession session;
    private final PartitionBounds bounds;
    private final RealtimeJob job;
    private final KnownTables known;
    private final Map<Long, TableName> partitions;
    private ChosenTables chosen;

    /**
     * What it means for chosen tables that some were emptied.
     *
     * @param truncations what is to be emptied
     * @param unsure what would be, if the partitions had the rows then that they have now; that is not known
     * @param left the tables of partitions that belong to them no more, so that nobody knows which rows they had
     */
    record Emptied(List<Truncation> truncations, List<Truncation> unsure, List<TableName> left) {}

    /** Leads them there; {@code known} are the tables that the destination follows. */
    PartitionRoutes(PgSession session, RealtimeJob job, KnownTables known) {
        this.session = session;
        this.bounds = new PartitionBounds(session, job.identity().slot());
        this.job = job;
        this.known = known;
        this.partitions = new HashMap<>(known.tablesOfPartitions());
        this.chosen = chosen();
    }

    private ChosenTables chosen() {
        return ChosenTables.of(session, job, known.names());
    }

    /** The catalogue may be ahead of the stream: a partition that is one no more by now keeps its table. */
    @Override
    public TableName of(long oid, TableName own) {
        Optional<Candidate> table = above(oid, chosen).or(() -> above(oid, chosen.again(session, oid)));
        if (table.isPresent()) {
            return remember(oid, table.get()).orElseGet(() -> nobodys(own));
        }
        return Optional.ofNullable(partitions.get(oid))
                .orElseGet(() -> chosen.isOfAnother(own, oid) ? nobodys(own) : own);
    }

    private static Optional<Candidate> above(long oid, ChosenTables chosen) {
        return chosen.find(oid).flatMap(chosen::chosenAbove);
    }

    /** A table that has got the name of one that is followed is nobody's, until the destination has done the same. */
    private static TableName nobodys(TableName own) {
        return new TableName("", own.table());
    }

    /** Returns the name that the destination knows a table by; empty where it knows another one by that. */
    private Optional<TableName> remember(long oid, Candidate table) {
        TableName name = chosen.name(table);
        boolean isOfAnother = chosen.isOfAnother(name, table.oid());
        if (table.oid() == oid || isOfAnother) {
            partitions.remove(oid);
        } else {
            partitions.put(oid, name);
        }
        return Optional.of(name).filter(known -> !isOfAnother);
    }

    /** Says what it means for the chosen tables that {@code emptied} were emptied in one statement. */
    Emptied emptied(List<ChangedTable> emptied, boolean restartIdentity) {
        if (emptied.stream().anyMatch(this::isPartition)) {
            chosen = chosen();
        }
        Map<TableName, List<ChangedTable>> byName = emptied.stream()
                .collect(Collectors.groupingBy(ChangedTable::name, LinkedHashMap::new, Collectors.toList()));
        Emptied all = new Emptied(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<ChangedTable> whole = new ArrayList<>();
        byName.forEach((name, members) -> {
            if (isWhole(name, members)) {
                whole.add(members.get(0));
            } else {
                members.forEach(member -> addPart(member, restartIdentity, all));
            }
        });
        if (!whole.isEmpty()) {
            all.truncations().add(0, new Truncation(whole, restartIdentity, Optional.empty()));
        }
        return all;
    }

    /** The condition is asked for before the news, so that no news is later than what it says. */
    private void addPart(ChangedTable partition, boolean restartIdentity, Emptied all) {
        Optional<Truncation> part = condition(partition)
                .map(rows -> new Truncation(List.of(partition), restartIdentity, Optional.of(rows)));
        if (part.isEmpty()) {
            all.left().add(partition.name());
        } else if (bounds.mayHaveChanged(partition.oid())) {
            all.unsure().add(part.get());
        } else {
            all.truncations().add(part.get());
        }
    }

    private boolean isPartition(ChangedTable table) {
        return partitions.containsKey(table.oid());
    }

    /** Before version 13 a partitioned table is not named itself, only all that it has. */
    private boolean isWhole(TableName name, List<ChangedTable> members) {
        if (!members.stream().allMatch(this::isPartition)) {
            return true;
        }
        Set<Long> oids = members.stream().map(ChangedTable::oid).collect(Collectors.toSet());
        Set<Long> leaves = chosen.leaves(name);
        return !leaves.isEmpty() && oids.containsAll(leaves);
    }

    /**
     * Returns which rows a partition has; empty where it is none of its table any more.
     *
     * @throws SyncException for a partition of a hash: its condition can be computed by its own server only
     */
    private Optional<String> condition(ChangedTable partition) {
        if (above(partition.oid(), chosen)
                .filter(table -> chosen.name(table).equals(partition.name()))
                .isEmpty()) {
            return Optional.empty();
        }
        Optional<String> condition = bounds.condition(partition.oid());
        if (condition.filter(text -> text.contains("satisfies_hash_partition")).isPresent()) {
            throw new SyncException(
                    ErrorCode.SOURCE_FAILED,
                    "A partition of " + partition.name()
                            + " was emptied by TRUNCATE, and which of the table's rows those"
                            + " were cannot be told to the destination",
                    Progress.BEGIN_ANEW,
                    null);
        }
        return condition;
    }
}
