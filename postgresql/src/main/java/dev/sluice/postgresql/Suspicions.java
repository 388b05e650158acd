package dev.sluice.postgresql;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds in the catalogue what can make a row of a table suspect. It only has to be right for most rows: a suspect that is
 * good is written, and a bad row that is not suspected is found the slow way.
 */
final class Suspicions {
    private final PgSession session;
    private final TargetTable target;
    private final String stage;

    /** {@code stage} is the staging table as SQL; it has the columns that are looked at under their own names. */
    Suspicions(PgSession session, TargetTable target, String stage) {
        this.session = session;
        this.target = target;
        this.stage = stage;
    }

    List<Suspicion> all() {
        List<Suspicion> all = new ArrayList<>(nulls());
        all.addAll(tooLong());
        all.addAll(failedChecks());
        uniqueKeys().forEach(key -> all.addAll(List.of(taken(key), repeated(key))));
        all.addAll(orphans());
        return all;
    }

    private List<Suspicion> nulls() {
        return target.columns().stream()
                .filter(RelationColumn::notNull)
                .map(column -> new Suspicion(Ground.NULL, List.of(column.name()), "s." + column.quoted() + " IS NULL"))
                .toList();
    }

    /** The type modifier of a length-limited string is its length plus four. */
    private List<Suspicion> tooLong() {
        return found(session.query(
                """
                SELECT attname, atttypmod - 4 FROM pg_attribute
                 WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
                   AND atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND atttypmod > 4""",
                row -> suspicion(
                        Ground.LENGTH,
                        List.of(row.getString(1)),
                        "char_length(s." + Quoting.identifier(row.getString(1)) + ") > " + row.getInt(2)),
                target.relation().oid()));
    }

    private List<Suspicion> failedChecks() {
        return found(session.query(
                """
                SELECT pg_get_expr(conbin, conrelid),
                       ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
                  FROM pg_constraint WHERE conrelid = ?::oid AND contype = 'c'""",
                row -> suspicion(Ground.CHECK, names(row.getArray(2)), "(" + row.getString(1) + ") IS FALSE"),
                target.relation().oid()));
    }

    private List<List<String>> uniqueKeys() {
        return session
                .query("""
                        SELECT ARRAY(SELECT a.attname::text FROM pg_attribute a
                                      WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]))
                          FROM pg_index i
                         WHERE i.indrelid = ?::oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL""", row -> names(row.getArray(1)), target.relation().oid())
                .stream()
                .filter(this::areWritten)
                .toList();
    }

    private Suspicion taken(List<String> key) {
        return new Suspicion(
                Ground.TAKEN,
                key,
                "EXISTS (SELECT 1 FROM " + target.relation().quoted() + " t WHERE " + equal("t", key, key) + ")",
                key.size() == 1 ? Optional.of(within(Quoting.identifier(key.get(0)))) : Optional.empty());
    }

    /** Keys often come in their order: then the table has few between the least and the greatest that are staged. */
    private Suspicion.Shortcut within(String key) {
        String staged = "(SELECT " + key + " FROM " + stage + " ORDER BY " + key;
        String range = "SELECT " + key + " FROM " + target.relation().quoted() + " WHERE " + key + " BETWEEN " + staged
                + " LIMIT 1) AND " + staged + " DESC NULLS LAST LIMIT 1)";
        String many = "(SELECT count(*) FROM " + stage + ")";
        return new Suspicion.Shortcut(
                "(SELECT count(*) FROM (" + range + " LIMIT " + many + ") AS found) < " + many,
                "s." + key + " IN (" + range + ") IS TRUE");
    }

    /** Not a join: the plan has to hash what is staged, which has no index. */
    private Suspicion repeated(List<String> key) {
        String list = list("", key);
        return new Suspicion(
                Ground.REPEATED,
                key,
                "(" + list("s.", key) + ") IN (SELECT " + list + " FROM " + stage + " GROUP BY " + list
                        + " HAVING count(*) > 1) IS TRUE");
    }

    private List<Suspicion> orphans() {
        return found(session.query(
                """
                SELECT confrelid::regclass::text, confrelid = conrelid,
                       ARRAY(SELECT a.attname::text FROM unnest(conkey) WITH ORDINALITY AS k (attnum, position)
                               JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum ORDER BY position),
                       ARRAY(SELECT a.attname::text FROM unnest(confkey) WITH ORDINALITY AS k (attnum, position)
                               JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.attnum ORDER BY position)
                  FROM pg_constraint WHERE conrelid = ?::oid AND contype = 'f'""",
                row -> row.getBoolean(2)
                        ? orphanAmong(row.getString(1), names(row.getArray(3)), names(row.getArray(4)))
                        : orphan(row.getString(1), names(row.getArray(3)), names(row.getArray(4))),
                target.relation().oid()));
    }

    private Optional<Suspicion> orphan(String parent, List<String> columns, List<String> key) {
        String present = columns.stream()
                .map(column -> "s." + Quoting.identifier(column) + " IS NOT NULL AND ")
                .collect(Collectors.joining());
        return suspicion(
                Ground.ORPHAN,
                columns,
                present + "NOT EXISTS (SELECT 1 FROM " + parent + " p WHERE " + equal("p", key, columns) + ")");
    }

    /** Where a table refers to itself the parent may also be a staged row. */
    private Optional<Suspicion> orphanAmong(String table, List<String> columns, List<String> key) {
        return orphan(table, columns, key)
                .flatMap(orphan -> suspicion(
                        Ground.ORPHAN,
                        Stream.concat(columns.stream(), key.stream()).distinct().toList(),
                        orphan.condition() + " AND (" + list("s.", columns) + ") IN (SELECT " + list("", key) + " FROM "
                                + stage + ") IS NOT TRUE"));
    }

    private static String list(String alias, List<String> names) {
        return names.stream().map(name -> alias + Quoting.identifier(name)).collect(Collectors.joining(", "));
    }

    private static String equal(String alias, List<String> theirs, List<String> mine) {
        return IntStream.range(0, mine.size())
                .mapToObj(i ->
                        alias + "." + Quoting.identifier(theirs.get(i)) + " = s." + Quoting.identifier(mine.get(i)))
                .collect(Collectors.joining(" AND "));
    }

    /** Nothing can be said of a row without the columns that the job does not write. */
    private Optional<Suspicion> suspicion(Ground ground, List<String> columns, String condition) {
        return areWritten(columns) ? Optional.of(new Suspicion(ground, columns, condition)) : Optional.empty();
    }

    private boolean areWritten(List<String> columns) {
        return target.columns().stream().map(RelationColumn::name).toList().containsAll(columns);
    }

    private static List<Suspicion> found(List<Optional<Suspicion>> suspicions) {
        return suspicions.stream().flatMap(Optional::stream).toList();
    }

    private static List<String> names(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
