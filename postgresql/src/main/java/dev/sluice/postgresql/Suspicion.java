package dev.sluice.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The condition that a staged row must meet to be suspected of being refused: a NULL where none is allowed, a text that is
 * too long, a check that fails, a key that the table or another staged row has already, a parent that is not there. It only has to be right for most
 * rows: a suspect that is good is written, and a bad row that is not suspected is found the slow way.
 */
final class Suspicion {
    private final PgSession session;
    private final TargetTable target;
    private final String stage;

    /** {@code stage} is the staging table as SQL; it has the written columns under their own names. */
    Suspicion(PgSession session, TargetTable target, String stage) {
        this.session = session;
        this.target = target;
        this.stage = stage;
    }

    /** Returns the condition on the alias {@code s}. */
    String condition() {
        List<String> parts = new ArrayList<>();
        target.columns().stream()
                .filter(RelationColumn::notNull)
                .forEach(column -> parts.add("s." + column.quoted() + " IS NULL"));
        parts.addAll(tooLong());
        parts.addAll(failedChecks());
        uniqueKeys().forEach(key -> parts.addAll(taken(key)));
        parts.addAll(orphans());
        return parts.isEmpty() ? "false" : String.join("\n OR ", parts);
    }

    /** The type modifier of a length-limited string is its length plus four. */
    private List<String> tooLong() {
        return session.query(
                """
                SELECT attname, atttypmod - 4 FROM pg_attribute
                 WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
                   AND atttypid IN ('varchar'::regtype, 'bpchar'::regtype) AND atttypmod > 4""",
                row -> isWritten(row.getString(1))
                        ? "char_length(s." + Quoting.identifier(row.getString(1)) + ") > " + row.getInt(2)
                        : "false",
                target.relation().oid());
    }

    private List<String> failedChecks() {
        return session.query(
                """
                SELECT pg_get_expr(conbin, conrelid),
                       ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
                  FROM pg_constraint WHERE conrelid = ?::oid AND contype = 'c'""",
                row -> areWritten(List.of((String[]) row.getArray(2).getArray()))
                        ? "(" + row.getString(1) + ") IS FALSE"
                        : "false",
                target.relation().oid());
    }

    private List<List<String>> uniqueKeys() {
        return session
                .query(
                        """
                        SELECT ARRAY(SELECT a.attname::text FROM pg_attribute a
                                      WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]))
                          FROM pg_index i
                         WHERE i.indrelid = ?::oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL""",
                        row -> List.of((String[]) row.getArray(1).getArray()),
                        target.relation().oid())
                .stream()
                .filter(this::areWritten)
                .toList();
    }

    private List<String> taken(List<String> key) {
        List<String> names = key.stream().map(Quoting::identifier).toList();
        String equal = names.stream().map(name -> "t." + name + " = s." + name).collect(Collectors.joining(" AND "));
        String mine = names.stream().map(name -> "s." + name).collect(Collectors.joining(", "));
        String list = String.join(", ", names);
        return List.of(
                "EXISTS (SELECT 1 FROM " + target.relation().quoted() + " t WHERE " + equal + ")",
                "(" + mine + ") IN (SELECT " + list + " FROM " + stage + " GROUP BY " + list + " HAVING count(*) > 1)");
    }

    /** A parent may also be a staged row, where a table refers to itself. */
    private List<String> orphans() {
        return session.query(
                """
                SELECT confrelid::regclass::text, confrelid = conrelid,
                       ARRAY(SELECT a.attname::text FROM unnest(conkey) WITH ORDINALITY AS k (attnum, position)
                               JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum ORDER BY position),
                       ARRAY(SELECT a.attname::text FROM unnest(confkey) WITH ORDINALITY AS k (attnum, position)
                               JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.attnum ORDER BY position)
                  FROM pg_constraint WHERE conrelid = ?::oid AND contype = 'f'""",
                row -> orphan(
                        row.getBoolean(2) ? List.of(row.getString(1), stage) : List.of(row.getString(1)),
                        List.of((String[]) row.getArray(3).getArray()),
                        List.of((String[]) row.getArray(4).getArray())),
                target.relation().oid());
    }

    private String orphan(List<String> parents, List<String> columns, List<String> key) {
        if (!areWritten(columns) || (parents.contains(stage) && !areWritten(key))) {
            return "false";
        }
        String present = columns.stream()
                .map(column -> "s." + Quoting.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String equal = IntStream.range(0, key.size())
                .mapToObj(i -> "p." + Quoting.identifier(key.get(i)) + " = s." + Quoting.identifier(columns.get(i)))
                .collect(Collectors.joining(" AND "));
        return parents.stream()
                .map(parent -> "NOT EXISTS (SELECT 1 FROM " + parent + " p WHERE " + equal + ")")
                .collect(Collectors.joining(" AND ", "(" + present + " AND ", ")"));
    }

    private boolean isWritten(String column) {
        return target.columns().stream().anyMatch(written -> written.name().equals(column));
    }

    private boolean areWritten(List<String> columns) {
        return columns.stream().allMatch(this::isWritten);
    }
}
