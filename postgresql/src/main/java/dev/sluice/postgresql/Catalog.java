package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.TableName;
import dev.sluice.row.ColumnType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks a server's catalogue about relations. The queries run on PostgreSQL 10 to 18. */
final class Catalog {
    private final PgSession session;

    Catalog(PgSession session) {
        this.session = session;
    }

    /** Finds the relation that a job file means. */
    Optional<Relation> find(NamePath path) {
        return path.readings().stream()
                .map(this::exactly)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Finds the relation of exactly that name. */
    Optional<Relation> find(TableName table) {
        return exactly(new NamePath(List.of(table.schema(), table.table()), table.toString()));
    }

    /** Returns the relation of exactly that name, which must be there. */
    Relation require(TableName table) {
        return find(table)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.PREFLIGHT_FAILED,
                        "There is no table " + table + " at the "
                                + session.side().label(),
                        "Make it, or exclude it from the job",
                        null));
    }

    /** Returns whether a foreign key of another table refers to one of the tables, or to a partition of it. */
    boolean isReferredTo(List<Relation> tables) {
        String oids =
                tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(",", "{", "}"));
        return session.isTrue(Partitions.tree("unnest(?::oid[])") + """
                SELECT EXISTS (SELECT 1 FROM pg_constraint
                                WHERE contype = 'f' AND confrelid IN (TABLE tree) AND conrelid NOT IN (TABLE tree))""", oids);
    }

    /** A relation of the wanted name in some schema, and whether this user may use the schema. */
    record Namesake(String schema, String name, boolean usable) {
        String quoted() {
            return Quoting.identifier(schema) + "." + Quoting.identifier(name);
        }
    }

    /** Returns relations of that name, upper or lower case, in whatever schema. */
    List<Namesake> namesakes(NamePath path) {
        return session.query(
                """
                SELECT n.nspname, c.relname, has_schema_privilege(n.oid, 'USAGE')
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE lower(c.relname) = lower(?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
                 ORDER BY 1, 2 LIMIT 5""",
                row -> new Namesake(row.getString(1), row.getString(2), row.getBoolean(3)),
                path.last().strip());
    }

    boolean isSchema(String name) {
        return !session.query("SELECT 1 FROM pg_namespace WHERE nspname = ?", row -> row.getInt(1), name)
                .isEmpty();
    }

    /** Returns the names of what has rows in a schema, some thousand at most. */
    List<String> relationsOf(String schema) {
        return session.query("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1 LIMIT 5000""", row -> row.getString(1), schema);
    }

    private Optional<Relation> exactly(NamePath path) {
        String name = path.last();
        return switch (path.parts().size()) {
            case 1 -> byName(name, " AND pg_table_is_visible(c.oid)");
            case 2 -> byName(name, " AND n.nspname = ?", path.parts().get(0));
            case 3 ->
                byName(
                        name,
                        " AND n.nspname = ? AND current_database() = ?",
                        path.parts().get(1),
                        path.parts().get(0));
            default -> Optional.empty();
        };
    }

    private Optional<Relation> byName(String name, String condition, String... more) {
        Object[] parameters = new Object[more.length + 1];
        parameters[0] = name;
        System.arraycopy(more, 0, parameters, 1, more.length);
        return session
                .query(
                        """
                        SELECT c.oid::int8, n.nspname, c.relname, c.relkind,
                               CASE WHEN c.relkind IN ('r', 'm') THEN (
                                   @tree
                                   SELECT CASE WHEN bool_and(k.relkind IN ('r', 'm'))
                                               THEN max(pg_relation_size(k.oid)) END
                                     FROM tree JOIN pg_class k ON k.oid = tree.oid)
                               END / current_setting('block_size')::int8
                          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                           AND c.relpersistence <> 't'""".replace("@tree", Partitions.tree("c.oid")) + condition,
                        row -> new Relation(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                RelationKind.of(row.getString(4)),
                                row.getLong(5),
                                columns(row.getLong(1))),
                        parameters)
                .stream()
                .findFirst();
    }

    private List<RelationColumn> columns(long relation) {
        return session.query(
                """
                WITH RECURSIVE attributes AS (
                    SELECT attnum, attname, atttypid, atttypmod, attnotnull,
                           coalesce(to_jsonb(a) ->> 'attgenerated', '') <> '' AS generated
                      FROM pg_attribute a
                     WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped),
                bases AS (
                    SELECT oid AS declared, oid, typtype, typbasetype
                      FROM pg_type WHERE oid IN (SELECT atttypid FROM attributes)
                     UNION ALL
                    SELECT b.declared, t.oid, t.typtype, t.typbasetype
                      FROM bases b JOIN pg_type t ON t.oid = b.typbasetype WHERE b.typtype = 'd')
                SELECT attname, bases.oid::int8, format_type(atttypid, atttypmod), attnotnull, generated
                  FROM attributes JOIN bases ON declared = atttypid AND typtype <> 'd'
                 ORDER BY attnum""",
                row -> new RelationColumn(
                        row.getString(1),
                        new ColumnType((int) row.getLong(2), row.getString(3)),
                        row.getBoolean(4),
                        row.getBoolean(5)),
                relation);
    }

    /**
     * Returns the base type of a type, which may be a domain, under the type's own name; with the modifier -1, since
     * {@code character} and {@code bit} without one are cut to one place.
     */
    ColumnType type(long oid) {
        return session.query("""
                        WITH RECURSIVE bases AS (
                            SELECT oid, typtype, typbasetype FROM pg_type WHERE oid = ?::oid
                             UNION ALL
                            SELECT t.oid, t.typtype, t.typbasetype
                              FROM bases b JOIN pg_type t ON t.oid = b.typbasetype WHERE b.typtype = 'd')
                        SELECT oid::int8, format_type(?::oid, -1) FROM bases WHERE typtype <> 'd'""", row -> new ColumnType((int) row.getLong(1), row.getString(2)), oid, oid).stream()
                .findFirst()
                .orElse(new ColumnType(0, "unknown"));
    }

    /** Returns a name of the relation that no other one has, on whatever server; a standby's is the primary's. */
    String place(Relation relation) {
        return session.query(
                                "SELECT system_identifier || '/' || d.oid || '/' FROM pg_control_system(), pg_database d"
                                        + " WHERE d.datname = current_database()",
                                row -> row.getString(1))
                        .get(0)
                + relation.oid();
    }

    /** Returns how many bytes its rows take, large values stored out of line included. */
    long storedBytes(Relation relation) {
        return session.query("SELECT pg_table_size(?::oid)", row -> row.getLong(1), relation.oid())
                .get(0);
    }

    /** Returns whether it has rows of its own. */
    boolean hasRows(Relation relation) {
        return session.isTrue("SELECT EXISTS (SELECT 1 FROM " + relation.quotedAlone() + ")");
    }

    /** Returns the columns of the primary key, in its order; none where there is no key. */
    List<String> primaryKey(Relation relation) {
        return session.query("""
                SELECT a.attname
                  FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position), pg_attribute a
                 WHERE i.indrelid = ?::oid AND i.indisprimary AND a.attrelid = i.indrelid AND a.attnum = k.attnum
                 ORDER BY k.position""", row -> row.getString(1), relation.oid());
    }

    /**
     * Returns the columns of each key that tells every row from every other: the primary key first, then unique indexes of
     * columns without NULL that hold for all rows at once.
     */
    List<List<String>> uniqueKeys(Relation relation) {
        return session.query(
                """
                SELECT ARRAY(SELECT a.attname::text
                               FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
                               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                              WHERE k.position <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)
                              ORDER BY k.position)
                  FROM pg_index i
                 WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indimmediate
                   AND i.indpred IS NULL AND i.indexprs IS NULL
                   AND @sure
                 ORDER BY i.indisprimary DESC, i.indexrelid""".replace("@sure", NoNulls.inKey()),
                row -> List.of((String[]) row.getArray(1).getArray()),
                relation.oid());
    }

    /** Returns whether this user may use the schema. */
    boolean isUsable(String schema) {
        return session.query("SELECT has_schema_privilege(?, 'USAGE')", row -> row.getBoolean(1), schema)
                .contains(true);
    }

    /**
     * Returns whether {@code column} holds no NULL for certain. What foreign tables, parents of other tables and
     * constraints that are not valid yet declare is not certain.
     */
    boolean holdsNoNull(Relation relation, String column) {
        return session.query("""
                        SELECT relkind = 'r' AND NOT relhassubclass AND @sure
                          FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
                         WHERE attrelid = ?::oid AND attname = ?""".replace("@sure", NoNulls.in("a")), row -> row.getBoolean(1), relation.oid(), column)
                .contains(true);
    }

    /** Returns whether this user may read everything of it, its system columns too. */
    boolean isReadableAsWhole(Relation relation) {
        return session.query("SELECT has_table_privilege(?::oid, 'SELECT')", row -> row.getBoolean(1), relation.oid())
                .contains(true);
    }

    /** Returns whether some index has {@code column} first, so that a range of it can be read without the rest. */
    boolean leadsIndex(Relation relation, String column) {
        return session.query("""
                        SELECT 1
                          FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                          JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
                         WHERE i.indrelid = ?::oid AND i.indisvalid AND i.indpred IS NULL AND a.attname = ?
                           AND m.amname = 'btree'""", row -> row.getInt(1), relation.oid(), column).size() > 0;
    }

    /** Returns the leaf partitions that this user may read row by row as they are; none when any of them is barred. */
    List<Relation> readableLeaves(Relation relation) {
        List<Optional<Relation>> leaves = session.query(
                Partitions.tree("?::oid") + """
                SELECT n.nspname, c.relname,
                       has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
                       AND NOT c.relrowsecurity
                       AND NOT (SELECT relrowsecurity FROM pg_class WHERE oid = ?::oid)
                  FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind <> 'p'
                 ORDER BY c.oid""",
                row -> row.getBoolean(3)
                        ? exactly(new NamePath(List.of(row.getString(1), row.getString(2)), row.getString(2)))
                        : Optional.<Relation>empty(),
                relation.oid(),
                relation.oid());
        return leaves.stream().allMatch(Optional::isPresent)
                ? leaves.stream().flatMap(Optional::stream).toList()
                : List.of();
    }
}
