package dev.sluice.postgresql;

import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.ColumnDefinition.Default;
import dev.sluice.change.ColumnDefinition.Filling;
import dev.sluice.change.ColumnDefinition.Generated;
import dev.sluice.change.ColumnDefinition.Nothing;
import dev.sluice.change.DeclaredType;
import dev.sluice.change.TableDefinition;
import dev.sluice.change.TableDefinition.Keys;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.Partitions.Partition;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads how tables are defined: as JSON that a server writes, and that a server reads again. An event trigger writes the
 * same JSON into the WAL when a definition changes.
 */
final class Definitions {
    /** Names outside PostgreSQL's own schema are written with theirs, and values as every server reads them. */
    static final List<String> SETTINGS = List.of(
            "search_path = ''",
            "DateStyle = 'ISO, YMD'",
            "IntervalStyle = 'postgres'",
            "extra_float_digits = 3",
            "bytea_output = 'hex'");

    private static final String JSON = """
            SELECT json_build_object(
                       'oid', c.oid::int8, 'schema', n.nspname, 'name', c.relname,
                       'storage', (
                           @tree
                           SELECT md5(string_agg(pg_relation_filenode(oid)::text, ',' ORDER BY oid)) FROM tree),
                       'columns', coalesce((
                           SELECT json_agg(json_build_object(
                                      'number', a.attnum, 'name', a.attname,
                                      'type', format_type(a.atttypid, a.atttypmod), 'oid', a.atttypid::int8,
                                      'modifier', a.atttypmod, 'notNull', @noNulls,
                                      'filling', CASE WHEN @generated THEN 'generated'
                                                      WHEN d.oid IS NOT NULL OR a.attidentity <> '' THEN 'default' END,
                                      'expression', coalesce(
                                          CASE WHEN @generated THEN pg_get_expr(d.adbin, d.adrelid)
                                               ELSE pg_get_expr(d.adbin, 0) END, ''),
                                      'earlier', @earlier) ORDER BY a.attnum)
                             FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d
                                  ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
                       'keys', coalesce((
                           SELECT json_agg(json_build_object(
                                      'primary', i.indisprimary,
                                      'columns', (
                                          SELECT json_agg(a.attname ORDER BY k.place)
                                            FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
                                            JOIN pg_catalog.pg_attribute a
                                              ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                                           WHERE k.place <= @keys)) ORDER BY i.indexrelid)
                             FROM pg_catalog.pg_index i
                            WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
                              AND i.indpred IS NULL AND i.indexprs IS NULL
                              AND @sure), '[]'),
                       'parts', coalesce((
                           @tree
                           SELECT json_agg(json_build_object(
                                      'oid', i.inhrelid::int8, 'above', i.inhparent::int8, 'attached', @attached,
                                      'link', @link, 'made', @made) ORDER BY i.inhrelid)
                             FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid
                            WHERE c.relkind = 'p'), '[]'))::text
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid =""";

    /** A partitioned table has no rows itself; those of all its partitions had the same value when the column came. */
    private static final String EARLIER = """
            coalesce((a.attmissingval::text::text[])[1], (
                @tree
                SELECT (p.attmissingval::text::text[])[1]
                  FROM tree JOIN pg_catalog.pg_attribute p
                       ON p.attrelid = tree.oid AND p.attname = a.attname AND p.atthasmissing
                 WHERE c.relkind = 'p' LIMIT 1))""";

    private final PgSession session;
    private final Optional<String> snapshot;

    /** {@code session} is in no transaction. */
    Definitions(PgSession session) {
        this(session, Optional.empty());
    }

    /** Reads them as a snapshot shows them that somebody keeps; {@code session} is in no transaction. */
    Definitions(PgSession session, Optional<String> snapshot) {
        this.session = session;
        this.snapshot = snapshot;
    }

    /** Returns a query for the JSON of the table whose object identifier follows it, for servers of a version. */
    static String query(int majorVersion) {
        return JSON.replace("@generated", majorVersion >= 12 ? "a.attgenerated <> ''" : "false")
                .replace("@earlier", majorVersion >= 11 ? EARLIER : "NULL")
                .replace("@tree", Partitions.tree("c.oid"))
                .replace("@attached", Partitions.ATTACHED)
                .replace("@link", Partitions.LINK)
                .replace("@made", Partitions.MADE)
                .replace("@noNulls", NoNulls.in("a"))
                .replace("@sure", NoNulls.inKey())
                .replace("@keys", majorVersion >= 11 ? "i.indnkeyatts" : "i.indnatts");
    }

    /** Reads of definitions that some server wrote which tables and partitions they are about, of all at once. */
    KnownTables known(Map<TableName, String> definitions) {
        if (definitions.isEmpty()) {
            return KnownTables.NONE;
        }
        List<TableName> tables = List.copyOf(definitions.keySet());
        String[] texts = tables.stream().map(definitions::get).toArray(String[]::new);
        Map<Long, TableName> names = new HashMap<>();
        session.query(
                "SELECT (text::jsonb ->> 'oid')::int8, place FROM unnest(CAST(? AS text[])) WITH ORDINALITY AS t (text, place)",
                row -> names.put(row.getLong(1), tables.get(row.getInt(2) - 1)),
                (Object) texts);
        return new KnownTables(definitions, names, partitions(tables, texts));
    }

    /** Returns the partitions that a table had by its definition. */
    Partitions partitions(TableDefinition definition) {
        return partitions(List.of(definition.name()), definition.text())
                .getOrDefault(definition.name(), Partitions.NONE);
    }

    private Map<TableName, Partitions> partitions(List<TableName> tables, String... texts) {
        Map<TableName, Map<Long, Partition>> all = new HashMap<>();
        session.query(
                """
                SELECT place, (part ->> 'oid')::int8, (part ->> 'above')::int8, (part ->> 'attached')::bool,
                       (part ->> 'link')::int8, (part ->> 'made')::int8
                  FROM unnest(CAST(? AS text[])) WITH ORDINALITY AS t (text, place),
                       jsonb_array_elements(text::jsonb -> 'parts') AS part""",
                row -> all.computeIfAbsent(tables.get(row.getInt(1) - 1), table -> new HashMap<>())
                        .put(
                                row.getLong(2),
                                new Partition(
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getBoolean(4),
                                        row.getLong(5),
                                        row.getLong(6))),
                (Object) texts);
        return all.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Partitions(entry.getValue())));
    }

    /** Returns what the destination has followed, with other partitions. */
    TableDefinition withPartitions(TableDefinition followed, Partitions partitions) {
        List<Partition> all = List.copyOf(partitions.all().values());
        String text = session.query(
                        """
                        SELECT jsonb_set(CAST(? AS jsonb), '{parts}', coalesce((
                                   SELECT jsonb_agg(to_jsonb(part) ORDER BY oid)
                                     FROM unnest(CAST(? AS int8[]), CAST(? AS int8[]), CAST(? AS bool[]),
                                                 CAST(? AS int8[]), CAST(? AS int8[]))
                                          AS part (oid, above, attached, link, made)), '[]'))::text""",
                        row -> row.getString(1),
                        followed.text(),
                        all.stream().map(Partition::oid).toArray(Long[]::new),
                        all.stream().map(Partition::above).toArray(Long[]::new),
                        all.stream().map(Partition::attached).toArray(Boolean[]::new),
                        all.stream().map(Partition::link).toArray(Long[]::new),
                        all.stream().map(Partition::made).toArray(Long[]::new))
                .get(0);
        return readFollowed(text);
    }

    /** Returns the definition of the table of that name, which must be there. */
    TableDefinition of(TableName table) {
        return find(new Catalog(session).require(table).oid()).orElseThrow();
    }

    /** Returns the definition of a table as it is now; empty where it is gone. */
    Optional<TableDefinition> find(long oid) {
        try {
            session.execute(begin() + "; SET LOCAL " + String.join("; SET LOCAL ", SETTINGS));
            try {
                return session
                        .queryVerbatim(query(session.majorVersion()) + " " + oid, row -> row.getString(1))
                        .stream()
                        .findFirst()
                        .map(this::read);
            } finally {
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw snapshot.isPresent() && PgErrors.isMissingSnapshot(e)
                    ? PgErrors.missingSnapshot(e)
                    : session.failed(e, "The definition of a table cannot be read");
        }
    }

    private String begin() {
        return snapshot.map(name -> "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT "
                        + Quoting.literal(name))
                .orElse("BEGIN READ ONLY");
    }

    /** Returns the numbers that a table's columns have now, by their names. */
    Map<String, Integer> numbers(long oid) {
        Map<String, Integer> numbers = new HashMap<>();
        session.query(
                "SELECT attname, attnum FROM pg_attribute WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped",
                row -> numbers.put(row.getString(1), row.getInt(2)),
                oid);
        return numbers;
    }

    /** Returns whether somebody holds the lock that changes of columns take, until the end of his transaction. */
    boolean isBeingChanged(long oid) {
        return session.isTrue("""
                SELECT EXISTS (SELECT 1 FROM pg_locks
                                WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock' AND granted
                                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                  AND relation = ?::oid)""", oid);
    }

    /**
     * Returns what the destination has followed: {@code now} with the columns of those numbers as they are in
     * {@code before}, or without them. Its text tells both, see {@link #readFollowed}.
     */
    TableDefinition withEarlier(TableDefinition before, TableDefinition now, Set<Integer> numbers) {
        if (numbers.isEmpty()) {
            return now;
        }
        String list = numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        String both = session.query("""
                        SELECT jsonb_set(n, '{followed}', coalesce((
                                   SELECT jsonb_agg(c ORDER BY (c ->> 'number')::int)
                                     FROM (SELECT jsonb_array_elements(n -> 'columns') AS c, false AS earlier
                                            UNION ALL
                                           SELECT jsonb_array_elements(coalesce(b -> 'followed', b -> 'columns')), true)
                                          AS both_columns
                                    WHERE earlier = ((c ->> 'number')::int = ANY (CAST(? AS int[])))), '[]'))::text
                          FROM CAST(? AS jsonb) AS n, CAST(? AS jsonb) AS b""", row -> row.getString(1), list, now.text(), before.text())
                .get(0);
        return readFollowed(both);
    }

    /** Reads what the destination has followed of a definition. */
    TableDefinition readFollowed(String json) {
        return followed(read(json));
    }

    /** Returns what the destination has followed of a definition. */
    TableDefinition followed(TableDefinition now) {
        return new TableDefinition(
                now.oid(), now.name(), columns(now.text(), "followed"), now.keys(), now.storage(), now.text());
    }

    /** Reads of a definition that some server wrote which table it is about. */
    long oid(String json) {
        return session.query("SELECT (CAST(? AS jsonb) ->> 'oid')::int8", row -> row.getLong(1), json)
                .get(0);
    }

    /** Reads a definition that some server wrote. */
    TableDefinition read(String json) {
        return session.query(
                        """
                        SELECT (t ->> 'oid')::int8, t ->> 'schema', t ->> 'name', coalesce(t ->> 'storage', '')
                          FROM CAST(? AS jsonb) t""",
                        row -> new TableDefinition(
                                row.getLong(1),
                                new TableName(row.getString(2), row.getString(3)),
                                columns(json, "columns"),
                                keys(json),
                                row.getString(4),
                                json),
                        json)
                .get(0);
    }

    private List<ColumnDefinition> columns(String json, String which) {
        return session.query(
                """
                SELECT number, name, type, oid, modifier, "notNull", filling, expression, earlier
                  FROM CAST(? AS jsonb) AS t,
                       jsonb_to_recordset(coalesce(t -> ?, t -> 'columns'))
                       AS c (number int, name text, type text, oid int8, modifier int, "notNull" bool,
                             filling text, expression text, earlier text)
                 ORDER BY number""",
                row -> new ColumnDefinition(
                        row.getInt(1),
                        row.getString(2),
                        new DeclaredType(row.getString(3), (int) row.getLong(4), row.getInt(5)),
                        row.getBoolean(6),
                        filling(row)),
                json,
                which);
    }

    private static Filling filling(ResultSet row) throws SQLException {
        String kind = row.getString(7);
        Optional<String> earlier = Optional.ofNullable(row.getString(9));
        if (kind == null) {
            return new Nothing(earlier);
        }
        return kind.equals("generated") ? new Generated(row.getString(8)) : new Default(row.getString(8), earlier);
    }

    private Keys keys(String json) {
        List<List<String>> primary = new ArrayList<>();
        List<List<String>> unique = new ArrayList<>();
        session.query("""
                SELECT (k ->> 'primary')::bool, ARRAY(SELECT jsonb_array_elements_text(k -> 'columns'))
                  FROM jsonb_array_elements(CAST(? AS jsonb) -> 'keys') WITH ORDINALITY AS keys (k, place)
                 ORDER BY place""", row -> (row.getBoolean(1) ? primary : unique).add(texts(row.getArray(2))), json);
        return new Keys(primary.stream().findFirst().orElse(List.of()), unique);
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
