package dev.sluice.postgresql;

import dev.sluice.connector.Progress;
import dev.sluice.connector.TableNews;
import dev.sluice.connector.TableNews.Renamed;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.Partitions.Partition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param inherited whether other tables inherit from it, and are no partitions
     * @param partitionOf how it is a partition of another one
     */
    record Candidate(
            long oid,
            TableName name,
            RelationKind kind,
            char persistence,
            boolean inherited,
            Optional<Partition> partitionOf) {
        /** Returns what keeps its changes from being followed; empty for an ordinary table. */
        Optional<String> obstacle() {
            if (kind != RelationKind.TABLE && kind != RelationKind.PARTITIONED_TABLE) {
                return Optional.of("is a " + kind.label());
            }
            if (inherited) {
                return Optional.of("has tables that inherit from it");
            }
            return switch (persistence) {
                case 'p' -> Optional.empty();
                case 'u' -> Optional.of("is UNLOGGED");
                default -> Optional.of("is TEMPORARY");
            };
        }
    }

    private static final String RELATIONS = """
            SELECT c.oid::int8, n.nspname, c.relname, c.relkind, c.relpersistence,
                   c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid),
                   i.inhparent::int8, i.inhparent IS NOT NULL AND @attached, @link, @made
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   LEFT JOIN pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_'
               AND n.nspname <> 'information_schema'
            """.replace("@attached", Partitions.ATTACHED)
            .replace("@link", Partitions.LINK)
            .replace("@made", Partitions.MADE);

    private static final String WITH_THOSE_ABOVE = """
             AND c.oid = ANY (ARRAY(
                   WITH RECURSIVE line AS (
                       SELECT ?::oid AS oid
                        UNION ALL
                       SELECT inhparent FROM line JOIN pg_inherits ON inhrelid = line.oid)
                   TABLE line))""";

    private static final Comparator<Candidate> BY_NAME =
            Comparator.comparing(candidate -> candidate.name().toString());

    private final RealtimeJob job;
    private final String database;
    private final Map<Long, TableName> followed;
    private final Set<TableName> followedNames;
    private final Map<Long, Candidate> candidates = new HashMap<>();
    private final Map<TableName, Candidate> byName = new HashMap<>();
    private final Map<Long, List<Candidate>> partitions = new HashMap<>();
    private final Map<TableName, Boolean> matches = new HashMap<>();

    /** By the object identifiers of the relations whose changes are theirs. */
    private final Map<Long, Optional<Candidate>> chosen = new HashMap<>();

    private final List<Candidate> roots;

    private ChosenTables(RealtimeJob job, String database, Map<Long, TableName> followed, List<Candidate> all) {
        this.job = job;
        this.database = database;
        this.followed = Map.copyOf(followed);
        this.followedNames = Set.copyOf(followed.values());
        all.forEach(this::add);
        this.roots = all.stream()
                .filter(one -> chosenAbove(one).filter(one::equals).isPresent())
                .filter(one -> obstacle(one).isEmpty())
                .sorted(BY_NAME)
                .toList();
    }

    /** Looks them up. */
    static ChosenTables of(PgSession session, RealtimeJob job) {
        return of(session, job, Map.of());
    }

    /** Looks them up, where a destination knows some by their identifiers, whatever they are called now. */
    static ChosenTables of(PgSession session, RealtimeJob job, Map<Long, TableName> followed) {
        return new ChosenTables(job, session.database(), followed, session.query(RELATIONS, ChosenTables::candidate));
    }

    /** Looks up one relation again, and those above it: the result knows what it belongs to, and nothing of others. */
    ChosenTables again(PgSession session, long oid) {
        return new ChosenTables(
                job, database, followed, session.query(RELATIONS + WITH_THOSE_ABOVE, ChosenTables::candidate, oid));
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                row.getLong(1),
                new TableName(row.getString(2), row.getString(3)),
                RelationKind.of(row.getString(4)),
                row.getString(5).charAt(0),
                row.getBoolean(6),
                partitionOf(row));
    }

    private static Optional<Partition> partitionOf(ResultSet row) throws SQLException {
        return row.getObject(7) == null
                ? Optional.empty()
                : Optional.of(new Partition(
                        row.getLong(1), row.getLong(7), row.getBoolean(8), row.getLong(9), row.getLong(10)));
    }

    private void add(Candidate candidate) {
        candidates.put(candidate.oid(), candidate);
        byName.put(candidate.name(), candidate);
        candidate
                .partitionOf()
                .ifPresent(partition -> partitions
                        .computeIfAbsent(partition.above(), above -> new ArrayList<>())
                        .add(candidate));
    }

    /** Returns the tables, sorted by name. */
    List<SourceTable> tables() {
        return roots.stream().map(this::table).toList();
    }

    /** Says what became of whole tables since a destination came to {@code progress}. */
    TableNews since(Progress progress) {
        Map<TableName, Long> oids = new HashMap<>();
        followed.forEach((oid, name) -> oids.put(name, oid));
        List<Renamed> renamed = new ArrayList<>();
        List<TableName> dropped = new ArrayList<>();
        List<TableName> unchosen = new ArrayList<>();
        List<TableName> absorbed = new ArrayList<>();
        Set<Candidate> known = new HashSet<>();
        for (TableName name : progress.tables().keySet()) {
            Optional<Candidate> now = oids.containsKey(name) ? find(oids.get(name)) : named(name);
            now.ifPresent(known::add);
            if (!isChosen(name)) {
                unchosen.add(name);
            } else if (now.filter(this::isPartOfAnother).isPresent()) {
                absorbed.add(name);
            } else if (now.isEmpty()) {
                dropped.add(name);
            } else if (!now.get().name().equals(name)) {
                renamed.add(new Renamed(
                        name,
                        now.get().name(),
                        now.filter(one -> isChosen(one.name())).map(this::table)));
            }
        }
        List<SourceTable> added = roots.stream()
                .filter(root -> !known.contains(root))
                .map(this::table)
                .toList();
        Set<TableName> abandoned = new HashSet<>(progress.unended());
        added.forEach(table -> abandoned.remove(table.name()));
        return new TableNews(renamed, dropped, unchosen, absorbed, List.of(), added, List.of(), List.copyOf(abandoned));
    }

    private boolean isPartOfAnother(Candidate followed) {
        return chosenAbove(followed).filter(above -> !above.equals(followed)).isPresent();
    }

    private Optional<Candidate> named(TableName name) {
        return Optional.ofNullable(byName.get(name));
    }

    private SourceTable table(Candidate root) {
        return new SourceTable(job.source().dataSource(), database, root.name());
    }

    /** Returns those tables that are partitioned. */
    List<SourceTable> partitioned() {
        return roots.stream()
                .filter(root -> root.kind() == RelationKind.PARTITIONED_TABLE)
                .map(this::table)
                .toList();
    }

    /** Returns the partitions of one of these tables. */
    Partitions partitions(SourceTable table) {
        return named(table.name())
                .map(root -> new Partitions(below(root)
                        .flatMap(candidate -> candidate.partitionOf().stream())
                        .collect(Collectors.toMap(Partition::oid, Function.identity()))))
                .orElse(Partitions.NONE);
    }

    private Stream<Candidate> below(Candidate table) {
        return partitions.getOrDefault(table.oid(), List.of()).stream()
                .flatMap(partition -> Stream.concat(Stream.of(partition), below(partition)));
    }

    /** Returns what keeps the changes of a relation, or of a partition of it, from being followed. */
    Optional<String> obstacle(Candidate relation) {
        return relation.obstacle()
                .or(() -> below(relation)
                        .filter(partition -> partition.obstacle().isPresent())
                        .findFirst()
                        .map(partition -> "has the partition " + partition.name() + ", which "
                                + partition.obstacle().orElseThrow()));
    }

    /** Returns followed tables of which the changes of some partition cannot be followed, by the names that they are known by. */
    List<Candidate> obstructed(Set<TableName> known) {
        return candidates.values().stream()
                .filter(candidate -> candidate.kind() == RelationKind.PARTITIONED_TABLE
                        && known.contains(name(candidate))
                        && obstacle(candidate).isPresent())
                .toList();
    }

    /** Returns the object identifiers of the tables. */
    Set<Long> oids() {
        return roots.stream().map(Candidate::oid).collect(Collectors.toSet());
    }

    /** Returns the table whose changes a relation's changes are; empty where the job does not choose it. */
    Optional<Candidate> chosenAbove(Candidate relation) {
        if (!chosen.containsKey(relation.oid())) {
            Optional<Candidate> above = relation.partitionOf()
                    .map(partition -> candidates.get(partition.above()))
                    .flatMap(this::chosenAbove);
            chosen.put(relation.oid(), above.or(() -> Optional.of(relation).filter(this::isOneOfItsOwn)));
        }
        return chosen.getOrDefault(relation.oid(), Optional.empty());
    }

    private boolean isOneOfItsOwn(Candidate relation) {
        return followed.containsKey(relation.oid()) || isChosen(relation.name());
    }

    /** Returns the name that the job knows a chosen relation by. */
    TableName name(Candidate chosen) {
        return followed.getOrDefault(chosen.oid(), chosen.name());
    }

    /** Returns whether the job knows another relation by that name. */
    boolean isOfAnother(TableName name, long oid) {
        return followedNames.contains(name) && !name.equals(followed.get(oid));
    }

    /** Returns the relation with that object identifier. */
    Optional<Candidate> find(long oid) {
        return Optional.ofNullable(candidates.get(oid));
    }

    private boolean isChosen(TableName name) {
        return matches.computeIfAbsent(name, one -> job.mappingOf(database, one).isPresent());
    }

    /** Returns what the rules choose and nobody can follow; {@code exactly} those that a rule names, or all others. */
    List<Candidate> refused(boolean exactly) {
        return candidates.values().stream()
                .filter(candidate ->
                        isChosen(candidate.name()) && obstacle(candidate).isPresent())
                .filter(candidate -> job.names(database, candidate.name()) == exactly)
                .sorted(BY_NAME)
                .toList();
    }

    /** Returns the relations that hold the rows of the chosen tables: their leaves where they are partitioned. */
    List<Candidate> leaves() {
        return candidates.values().stream()
                .filter(candidate -> candidate.kind() == RelationKind.TABLE)
                .filter(candidate -> candidate.obstacle().isEmpty())
                .filter(candidate -> chosenAbove(candidate).isPresent())
                .sorted(BY_NAME)
                .toList();
    }

    /** Returns the object identifiers of the leaves that belong to the chosen table of that name. */
    Set<Long> leaves(TableName chosen) {
        return leaves().stream()
                .filter(leaf -> chosenAbove(leaf)
                        .filter(above -> name(above).equals(chosen))
                        .isPresent())
                .map(Candidate::oid)
                .collect(Collectors.toSet());
    }

    /** Returns the names of the chosen tables that some of the relations of those names belong to. */
    Set<TableName> above(List<TableName> relations) {
        return relations.stream()
                .flatMap(name -> named(name).flatMap(this::chosenAbove).stream())
                .map(Candidate::name)
                .collect(Collectors.toSet());
    }

    /**
     * Returns what a publication has to name: the tables, or before version 13, which publishes no partitioned tables, the
     * leaves.
     */
    List<TableName> published(int majorVersion) {
        return published(majorVersion, tables());
    }

    /** Returns what a publication has to name for some of the tables. */
    List<TableName> published(int majorVersion, List<SourceTable> tables) {
        Set<TableName> names = tables.stream().map(SourceTable::name).collect(Collectors.toSet());
        List<Candidate> named = majorVersion >= 13 ? roots : leaves();
        return named.stream()
                .filter(one -> chosenAbove(one)
                        .filter(above -> names.contains(above.name()))
                        .isPresent())
                .map(Candidate::name)
                .toList();
    }
}
