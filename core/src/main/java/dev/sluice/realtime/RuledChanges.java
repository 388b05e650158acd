package dev.sluice.realtime;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ExtendedTable;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Redefinition;
import dev.sluice.job.DmlAction;
import dev.sluice.job.DmlHandling;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TableName;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Does what the rules HandleDml and AddColumn of a job say with changes on their way to the destination: leaves some out,
 * gives columns to others. Used by one thread.
 */
final class RuledChanges {
    /** So many descriptions of tables are found by what they are and not by what they say, which takes longer. */
    private static final int MOST_RECENT = 10_000;

    private final RealtimeJob job;
    private final String database;
    private final Function<TableName, List<ExtraColumn>> extras;
    private final boolean any;
    private final Map<TableName, Rules> rules = new HashMap<>();
    private final Map<ChangedTable, ExtendedTable> extended = new HashMap<>();
    private final IdentityHashMap<ChangedTable, Way> ways = new IdentityHashMap<>();
    private final ChangeBatch kept = new ChangeBatch(0);

    /** The rules of one table. */
    private record Rules(Set<ChangeKind> ignored, List<ExtraColumn> extras) {
        boolean none() {
            return ignored.isEmpty() && extras.isEmpty();
        }
    }

    /** What becomes of the changes of a table that is described so. */
    private record Way(Rules rules, Optional<ExtendedTable> extended) {}

    /** {@code database} is the source's, {@code extras} tells which columns the destination gives to a table. */
    RuledChanges(RealtimeJob job, String database, Function<TableName, List<ExtraColumn>> extras) {
        this.job = job;
        this.database = database;
        this.extras = extras;
        this.any = job.mappings().stream()
                .anyMatch(mapping -> !ignored(mapping.dml()).isEmpty()
                        || !mapping.columnsOfRules().isEmpty());
    }

    /** Returns a new definition without what the rules have a say in. */
    static Redefinition besides(Redefinition redefinition, List<ExtraColumn> extras) {
        return extras.isEmpty()
                ? redefinition
                : redefinition.without(extras.stream().map(ExtraColumn::name).collect(Collectors.toSet()));
    }

    private static Set<ChangeKind> ignored(DmlHandling handling) {
        Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        if (handling.insert() instanceof DmlAction.Ignore) {
            kinds.add(ChangeKind.INSERT);
        }
        if (handling.update() instanceof DmlAction.Ignore) {
            kinds.add(ChangeKind.UPDATE);
        }
        if (handling.delete() instanceof DmlAction.Ignore) {
            kinds.add(ChangeKind.DELETE);
        }
        return kinds;
    }

    private Rules rules(TableName table) {
        return rules.computeIfAbsent(
                table,
                name -> new Rules(
                        job.mappingOf(database, name)
                                .map(TableMapping::dml)
                                .map(RuledChanges::ignored)
                                .orElse(Set.of()),
                        extras.apply(name)));
    }

    private Way way(ChangedTable table) {
        Way known = ways.get(table);
        if (known == null) {
            Rules its = rules(table.name());
            known = new Way(
                    its,
                    its.extras.isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    extended.computeIfAbsent(table, same -> new ExtendedTable(same, its.extras))));
            if (ways.size() == MOST_RECENT) {
                ways.clear();
            }
            ways.put(table, known);
        }
        return known;
    }

    /** Returns what becomes of a batch: itself where no rule concerns it, else another one, until the next call. */
    ChangeBatch of(ChangeBatch batch) {
        if (!any || !concerns(batch)) {
            return batch;
        }
        kept.clear();
        for (int i = 0; i < batch.changes(); i++) {
            append(batch, i);
        }
        return kept;
    }

    private boolean concerns(ChangeBatch batch) {
        return batch.tables().stream().anyMatch(table -> !rules(table.name()).none())
                || batch.truncations().stream()
                        .flatMap(truncation -> truncation.tables().stream())
                        .anyMatch(table -> !rules(table.name()).none())
                || batch.redefinitions().stream()
                        .anyMatch(one -> !rules(one.table()).none());
    }

    private void append(ChangeBatch batch, int index) {
        switch (batch.kind(index)) {
            case TRUNCATE -> kept.append(batch, index, batch.truncation(index).with(this::extended));
            case REDEFINE -> {
                Redefinition redefinition = batch.redefinition(index);
                kept.append(batch, index, besides(redefinition, rules(redefinition.table()).extras));
            }
            case INSERT, UPDATE, DELETE -> appendRow(batch, index);
        }
    }

    private void appendRow(ChangeBatch batch, int index) {
        Way way = way(batch.table(index));
        if (way.rules.ignored.contains(batch.kind(index))) {
            return;
        }
        if (way.extended.isPresent()) {
            way.extended.get().append(batch, index, kept);
        } else {
            kept.append(batch, index);
        }
    }

    private ChangedTable extended(ChangedTable table) {
        return way(table).extended.map(ExtendedTable::table).orElse(table);
    }
}
