package dev.sluice.connector;

import dev.sluice.change.Redefinition;
import dev.sluice.connector.TableNews.Incomplete.Reason;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of whole tables of a source since a destination took them over.
 *
 * @param renamed tables with other names than the destination knows them by
 * @param dropped tables that are there no more
 * @param unchosen tables that the job does not choose any more
 * @param absorbed tables that are partitions of other chosen ones now
 * @param incomplete tables that changes alone do not bring to what they are at the source
 * @param added tables that are chosen and not taken over
 * @param noted what a destination is to take note of, and nothing else
 * @param abandoned tables whose first copy has begun and not ended, and that are not to be copied any more: they are gone, or
 *     called otherwise, or the job does not choose them
 */
public record TableNews(
        List<Renamed> renamed,
        List<TableName> dropped,
        List<TableName> unchosen,
        List<TableName> absorbed,
        List<Incomplete> incomplete,
        List<SourceTable> added,
        List<Redefinition> noted,
        List<TableName> abandoned) {
    /** Nothing happened. */
    public static final TableNews NONE =
            new TableNews(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * A table that has to be copied anew.
     *
     * @param table the table, under its name now
     * @param reason why its changes do not do
     */
    public record Incomplete(SourceTable table, Reason reason) {
        /** Why the changes of a table do not do. */
        public enum Reason {
            /** Somebody told the source to leave changes out, or did not tell it of a partition. Once it is told, nobody knows. */
            UNPUBLISHED,
            /** A partition was attached that has rows. */
            ATTACHED,
            /** A partition went and came again; nobody knows what became of its rows meanwhile. */
            ATTACHED_AGAIN,
            /** What was a partition has changes of its own. */
            DETACHED
        }

        /** Checks that nothing is null. */
        public Incomplete {
            Objects.requireNonNull(table);
            Objects.requireNonNull(reason);
        }
    }

    /**
     * A table that got another name or schema.
     *
     * @param from the name that the destination knows it by
     * @param name its name now
     * @param chosen the table under that name, if the job chooses it
     */
    public record Renamed(TableName from, TableName name, Optional<SourceTable> chosen) {
        /** Checks that nothing is null. */
        public Renamed {
            Objects.requireNonNull(from);
            Objects.requireNonNull(name);
            Objects.requireNonNull(chosen);
        }
    }

    /** Returns the changes without additions that are no news. */
    public TableNews without(Set<TableName> known) {
        List<SourceTable> news =
                added.stream().filter(table -> !known.contains(table.name())).toList();
        return new TableNews(renamed, dropped, unchosen, absorbed, incomplete, news, noted, abandoned);
    }

    /** Returns the changes without what became of tables whose copy is under way. */
    public TableNews besides(Set<TableName> underWay) {
        List<TableName> others =
                abandoned.stream().filter(table -> !underWay.contains(table)).toList();
        return new TableNews(renamed, dropped, unchosen, absorbed, incomplete, added, noted, others);
    }

    /** Returns the changes with what was found out besides. */
    public TableNews with(List<Incomplete> incomplete, List<Redefinition> noted) {
        return new TableNews(renamed, dropped, unchosen, absorbed, incomplete, added, noted, abandoned);
    }

    /**
     * Returns the changes without tables that went, got other names or belong to others, and whatever has to do with them, but for
     * those that were seen so {@code earlier}: what was committed before that is at the destination, and what came later may not be.
     */
    public TableNews settledBy(TableNews earlier) {
        if (isRenamedOneUnpublished()) {
            return this;
        }
        Set<TableName> open = new HashSet<>();
        renamed.stream().filter(one -> !earlier.renamed.contains(one)).forEach(one -> {
            open.add(one.from());
            open.add(one.name());
        });
        dropped.stream().filter(one -> !earlier.dropped.contains(one)).forEach(open::add);
        absorbed.stream().filter(one -> !earlier.absorbed.contains(one)).forEach(open::add);
        return new TableNews(
                renamed.stream().filter(earlier.renamed::contains).toList(),
                dropped.stream().filter(earlier.dropped::contains).toList(),
                unchosen,
                absorbed.stream().filter(earlier.absorbed::contains).toList(),
                incomplete.stream()
                        .filter(one -> !open.contains(one.table().name()))
                        .toList(),
                added.stream().filter(table -> !open.contains(table.name())).toList(),
                open.isEmpty() ? noted : List.of(),
                abandoned);
    }

    /** What was committed before is lost for such a table, and once it is published again nobody knows. */
    private boolean isRenamedOneUnpublished() {
        Set<TableName> unpublished = incomplete.stream()
                .filter(one -> one.reason() == Reason.UNPUBLISHED)
                .map(one -> one.table().name())
                .collect(Collectors.toSet());
        return renamed.stream().map(Renamed::name).anyMatch(unpublished::contains);
    }

    /** Returns whether some of it will not be seen any more, or mean more than it does now, if nothing is done at once. */
    public boolean isPassing() {
        TableNews now = settledBy(NONE);
        return !now.noted.isEmpty() || now.incomplete.stream().anyMatch(one -> one.reason() == Reason.UNPUBLISHED);
    }

    /** Returns whether nothing happened. */
    public boolean isEmpty() {
        return renamed.isEmpty()
                && dropped.isEmpty()
                && unchosen.isEmpty()
                && absorbed.isEmpty()
                && incomplete.isEmpty()
                && added.isEmpty()
                && noted.isEmpty()
                && abandoned.isEmpty();
    }

    /** Copies the lists. */
    public TableNews {
        renamed = List.copyOf(renamed);
        dropped = List.copyOf(dropped);
        unchosen = List.copyOf(unchosen);
        absorbed = List.copyOf(absorbed);
        incomplete = List.copyOf(incomplete);
        added = List.copyOf(added);
        noted = List.copyOf(noted);
        abandoned = List.copyOf(abandoned);
    }
}
