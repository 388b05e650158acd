package dev.sluice.postgresql;

import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SelectionRule;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a source that a job chooses, as they are at one moment. A partition belongs to the table that is chosen
 * above it, and is one of its own only where none is.
 */
final class ChosenTables {
    /**
     * A relation of the source.
     *
     * @param oid its object identifier
     * @param name its name
     * @param kind what it is
     * @param persistence how long it lives: PostgreSQL's letter, {@code p} for what survives a crash
     * @param parent the partitioned table that it is a partition of
     */
    record Candidate(long oid, TableName name, RelationKind kind, char persistence, Optional<Long> parent) {
        /** Returns what keeps its changes from being followed; empty for an ordinary table. */
        Optional<String> obstacle() {
            if (kind != RelationKind.TABLE && kind != RelationKind.PARTITIONED_TABLE) {
                return Optional.of("is a " + kind.label());
            }
            return switch (persistence) {
                case 'p' -> Optional.empty();
                case 'u' -> Optional.of("is UNLOGGED");
                default -> Optional.of("is TEMPORARY");
            };
        }
    }

    private final RealtimeJob job;
    private final String database;
    private final Map<Long, Candidate> candidates = new HashMap<>();

    private ChosenTables(RealtimeJob job, String database) {
        this.job = job;
        this.database = database;
    }

    /** Looks them up. */
    static ChosenTables of(PgSession session, RealtimeJob job) {
        ChosenTables chosen = new ChosenTables(job, session.database());
        session.query(
                """
                SELECT c.oid::int8, n.nspname, c.relname, c.relkind, c.relpersistence,
                       CASE WHEN c.relispartition
                            THEN (SELECT inhparent::int8 FROM pg_inherits WHERE inhrelid = c.oid) END
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_'
                   AND n.nspname <> 'information_schema'""",
                row -> chosen.candidates.put(
                        row.getLong(1),
                        new Candidate(
                                row.getLong(1),
                                new TableName(row.getString(2), row.getString(3)),
                                RelationKind.of(row.getString(4)),
                                row.getString(5).charAt(0),
                                Optional.ofNullable((Long) row.getObject(6)))));
        return chosen;
    }

    /** Returns the tables, sorted by name. */
    List<SourceTable> tables() {
        return roots().stream()
                .map(root -> new SourceTable(job.source().dataSource(), database, root.name()))
                .toList();
    }

    private List<Candidate> roots() {
        return candidates.values().stream()
                .filter(candidate -> candidate.obstacle().isEmpty())
                .filter(candidate ->
                        chosenAbove(candidate).filter(candidate::equals).isPresent())
                .sorted(Comparator.comparing(candidate -> candidate.name().toString()))
                .toList();
    }

    /** Returns the table whose changes a relation's changes are; empty where the job does not choose it. */
    Optional<Candidate> chosenAbove(Candidate relation) {
        Optional<Candidate> chosen = isChosen(relation.name()) ? Optional.of(relation) : Optional.empty();
        return relation.parent().map(candidates::get).flatMap(this::chosenAbove).or(() -> chosen);
    }

    /** Returns the relation with that object identifier. */
    Optional<Candidate> find(long oid) {
        return Optional.ofNullable(candidates.get(oid));
    }

    private boolean isChosen(TableName name) {
        return job.mappingOf(database, name.schema(), name.table()).isPresent();
    }

    /** Returns what the rules choose and nobody can follow; {@code exactly} those that a rule names, or all others. */
    List<Candidate> refused(boolean exactly) {
        return candidates.values().stream()
                .filter(candidate -> candidate.obstacle().isPresent() && isChosen(candidate.name()))
                .filter(candidate -> isNamed(candidate.name()) == exactly)
                .sorted(Comparator.comparing(candidate -> candidate.name().toString()))
                .toList();
    }

    private boolean isNamed(TableName name) {
        return job.mappingOf(database, name.schema(), name.table()).stream()
                .flatMap(mapping -> mapping.selection().rules().stream())
                .anyMatch(rule -> rule.match() == SelectionRule.Match.EXACT
                        && rule.expression().equals(name.table()));
    }

    /** Returns the relations that hold the rows of the chosen tables: their leaves where they are partitioned. */
    List<Candidate> leaves() {
        return candidates.values().stream()
                .filter(candidate -> candidate.kind() == RelationKind.TABLE)
                .filter(candidate -> candidate.obstacle().isEmpty())
                .filter(candidate -> chosenAbove(candidate).isPresent())
                .sorted(Comparator.comparing(candidate -> candidate.name().toString()))
                .toList();
    }

    /** Returns how many of the leaves belong to the chosen table of that name. */
    long countLeaves(TableName chosen) {
        return leaves().stream()
                .filter(leaf -> chosenAbove(leaf)
                        .filter(above -> above.name().equals(chosen))
                        .isPresent())
                .count();
    }

    /**
     * Returns what a publication has to name: the tables, or before version 13, which publishes no partitioned tables, the
     * leaves.
     */
    List<TableName> published(int majorVersion) {
        List<Candidate> named = majorVersion >= 13 ? roots() : leaves();
        return new ArrayList<>(named.stream().map(Candidate::name).toList());
    }
}
