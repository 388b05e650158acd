package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ChangedTable.Identity;
import dev.sluice.row.PgTypes;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A source table beside the destination table that its changes go to.
 *
 * @param relation the destination's table
 * @param columns the destination's column for each of the source's, by name
 * @param keys which fields tell one row from another; all of them where there is no key
 * @param leading those of them that come first in a unique index by which the destination finds a row; empty where there is none
 * @param traits what else matters to the way in which changes are applied
 * @param rules what the job's rules say of its changes
 * @param zone the one of the session, in which points in time become text
 */
record AppliedTable(
        Relation relation,
        List<AppliedColumn> columns,
        List<Integer> keys,
        Set<Integer> leading,
        Set<Trait> traits,
        AppliedRules rules,
        ZoneId zone) {
    /** What may be true of a table. */
    enum Trait {
        /** No two rows are alike in the keys. */
        KEYED,
        /** The source says of an old row everything, because nothing of it is known to be unique there. */
        WHOLE_OLD_ROWS,
        /** The destination refuses a second row of the same keys, and does so at once. */
        CONSTRAINED,
        /** Fields can go into the table as they come in binary form. */
        BINARY,
        /** Triggers or rules of the destination see the changes, so that their order matters beyond the table. */
        REACTING,
        /** Rows that went stay, marked; they make room for others of their key. */
        MARKING
    }

    /** The binary form of a boolean that is true. */
    private static final byte TRUE = 1;

    AppliedTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        leading = Set.copyOf(leading);
        traits = Set.copyOf(traits);
    }

    /**
     * Finds the columns by their names, and what tells rows apart: the key that the job defines, as far as the source wrote it
     * down, else what the source wrote down to do so, or, where that is the whole row, the destination's own key.
     */
    static AppliedTable of(ChangedTable source, Target target, AppliedRules rules, ZoneId zone) {
        List<AppliedColumn> columns =
                source.columns().stream().map(target::column).toList();
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        List<Integer> keys = keys(source, target, rules, traits);
        if (target.constrained(keys.stream().map(columns::get).toList())) {
            traits.add(Trait.CONSTRAINED);
        }
        if (target.takesBinary() && columns.stream().allMatch(AppliedColumn::binary)) {
            traits.add(Trait.BINARY);
        }
        if (target.reacting()) {
            traits.add(Trait.REACTING);
        }
        if (rules.mark().isPresent() && traits.contains(Trait.KEYED)) {
            traits.add(Trait.MARKING);
        }
        Set<String> leading = target.leading(keys.stream().map(columns::get).toList());
        return new AppliedTable(
                target.relation(),
                columns,
                keys,
                keys.stream()
                        .filter(key ->
                                leading.contains(columns.get(key).target().name()))
                        .collect(Collectors.toSet()),
                traits,
                rules,
                zone);
    }

    private static List<Integer> keys(ChangedTable source, Target target, AppliedRules rules, Set<Trait> traits) {
        List<String> names = source.columns().stream().map(ChangedColumn::name).toList();
        if (source.identity() == Identity.FULL) {
            traits.add(Trait.WHOLE_OLD_ROWS);
        }
        if (!target.defined().isEmpty() && identify(source, target.defined())) {
            traits.add(Trait.KEYED);
            return target.defined().stream().map(names::indexOf).toList();
        }
        if (source.identity() != Identity.FULL) {
            traits.add(Trait.KEYED);
            return fields(names, i -> source.columns().get(i).identifying());
        }
        for (List<String> key : target.keys()) {
            if (names.containsAll(key)) {
                traits.add(Trait.KEYED);
                return key.stream().map(names::indexOf).toList();
            }
        }
        return fields(names, i -> !rules.columns().contains(names.get(i)) || isMark(names.get(i), rules));
    }

    private static boolean isMark(String column, AppliedRules rules) {
        return rules.mark().filter(column::equals).isPresent();
    }

    private static boolean identify(ChangedTable source, List<String> key) {
        return source.columns().stream()
                .filter(column -> source.identity() == Identity.FULL || column.identifying())
                .map(ChangedColumn::name)
                .toList()
                .containsAll(key);
    }

    private static List<Integer> fields(List<String> names, IntPredicate wanted) {
        return IntStream.range(0, names.size()).filter(wanted).boxed().toList();
    }

    /** Returns whether the destination finds a row by its keys in a unique index. */
    boolean isIndexed() {
        return !leading.isEmpty();
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Returns the column that marks rows as deleted, as SQL. */
    String mark() {
        return Quoting.identifier(rules.mark().orElseThrow());
    }

    /** Returns whether {@code row} is one that went and stays, marked. */
    boolean isMarked(RowImage row) {
        for (int field = columns.size() - 1; rules.mark().isPresent() && field >= 0; field--) {
            if (isMark(columns.get(field).target().name(), rules)) {
                return row.length(field) == 1
                        && (row.bytes()[row.offset(field)] == TRUE
                                || row.text(field).equals("t"));
            }
        }
        return false;
    }

    /** Returns a field in its text form, as the source writes it in a first copy; null for NULL. */
    @Nullable
    String text(RowImage row, int field) {
        if (row.isNull(field)) {
            return null;
        }
        if (!row.isBinary(field)) {
            return row.text(field);
        }
        AppliedColumn column = columns.get(field);
        return PgTypes.find(column.source().oid())
                .orElseThrow(() -> new SyncException(
                        ErrorCode.INTERNAL,
                        "A value of " + column.target().name() + " came in the binary form of the type "
                                + column.source().name() + ", which is not known"))
                .text(row.bytes(), row.offset(field), row.length(field), zone);
    }

    /**
     * What the destination's catalogue says of a table.
     *
     * @param relation the table
     * @param keys the columns of each key that tells every row from every other
     * @param defined the columns of the key that the job defines; empty where it does not
     * @param indexes the columns of each unique index, in its order, whether or not they can be NULL or are checked late
     * @param identities the names of its columns that are GENERATED ALWAYS AS IDENTITY
     * @param takesBinary whether COPY can read the binary form of every column
     * @param reacting see {@link Trait#REACTING}
     */
    record Target(
            Relation relation,
            List<List<String>> keys,
            List<String> defined,
            List<List<String>> indexes,
            Set<String> identities,
            boolean takesBinary,
            boolean reacting) {
        Target {
            keys = List.copyOf(keys);
            defined = List.copyOf(defined);
            indexes = List.copyOf(indexes);
            identities = Set.copyOf(identities);
        }

        private Set<String> leading(List<AppliedColumn> columns) {
            return indexes.stream()
                    .filter(names(columns)::containsAll)
                    .map(index -> index.get(0))
                    .collect(Collectors.toSet());
        }

        private boolean constrained(List<AppliedColumn> columns) {
            return keys.stream().map(Set::copyOf).anyMatch(Set.copyOf(names(columns))::equals);
        }

        private static List<String> names(List<AppliedColumn> columns) {
            return columns.stream().map(column -> column.target().name()).toList();
        }

        private AppliedColumn column(ChangedColumn source) {
            RelationColumn column = relation.columns().stream()
                    .filter(candidate -> candidate.name().equals(source.name()))
                    .findFirst()
                    .orElseThrow(() -> missing(source));
            if (column.generated()) {
                throw computed(source);
            }
            return new AppliedColumn(column, source.type(), identities.contains(source.name()));
        }

        private SyncException missing(ChangedColumn column) {
            return new SyncException(
                    ErrorCode.DESTINATION_FAILED,
                    "The destination " + relation.label() + " has no column " + column.name() + " as the source has",
                    "ALTER TABLE " + relation.quoted() + " ADD COLUMN " + Quoting.identifier(column.name()) + " "
                            + column.type().name(),
                    null);
        }

        private SyncException computed(ChangedColumn column) {
            return new SyncException(
                    ErrorCode.DESTINATION_FAILED,
                    "The destination " + relation.label() + " computes the column " + column.name()
                            + ", whose values the source sends",
                    "ALTER TABLE " + relation.quoted() + " ALTER COLUMN " + Quoting.identifier(column.name())
                            + " DROP EXPRESSION; or leave the column out of the source's publication",
                    null);
        }
    }
}
