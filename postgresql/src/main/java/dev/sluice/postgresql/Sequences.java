package dev.sluice.postgresql;

import dev.sluice.change.SequenceValue;
import dev.sluice.job.TableName;
import java.util.List;

/**
 * The sequences that give columns of a table their values: those of serial and identity columns, and those that a default
 * names. See the PostgreSQL documentation, "CREATE SEQUENCE" and the catalogue {@code pg_depend}.
 */
final class Sequences {
    private static final String OF_TABLE = """
            SELECT a.attname, s.oid, q.seqincrement > 0 AS ascends,
                   pg_sequence_last_value(s.oid) AS last,
                   has_sequence_privilege(s.oid, 'UPDATE') AS settable, s.oid::regclass::text AS name
              FROM pg_attribute a
              JOIN LATERAL (
                   SELECT objid FROM pg_depend
                    WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
                      AND refobjid = a.attrelid AND refobjsubid = a.attnum AND deptype IN ('a', 'i')
                    UNION
                   SELECT d.refobjid FROM pg_attrdef f JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass
                      AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
                    WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum) AS used ON true
              JOIN pg_class s ON s.oid = used.objid AND s.relkind = 'S'
              JOIN pg_sequence q ON q.seqrelid = s.oid
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped""";

    private final PgSession session;

    Sequences(PgSession session) {
        this.session = session;
    }

    /** Returns where the sequences of a table are that have given a value, as far as this user may know. */
    List<SequenceValue> of(TableName table) {
        return session.query(
                "SELECT attname, last FROM (" + readable() + ") AS sequences WHERE last IS NOT NULL ORDER BY 1",
                row -> new SequenceValue(row.getString(1), row.getLong(2)),
                Quoting.table(table));
    }

    /** The function that tells the last value fails where nobody may read it. */
    private static String readable() {
        return OF_TABLE.replace(
                "pg_sequence_last_value(s.oid)",
                "CASE WHEN has_sequence_privilege(s.oid, 'USAGE, SELECT') THEN pg_sequence_last_value(s.oid) END");
    }

    /** Brings the sequences of a table to at least where others are; returns the names of those that this user may not set. */
    List<String> advance(TableName table, List<SequenceValue> others) {
        return others.stream()
                .flatMap(other -> session
                        .query(
                                "SELECT name, CASE WHEN settable THEN setval(oid, ?) END IS NOT NULL FROM ("
                                        + readable()
                                        + ") AS sequences WHERE attname = ? AND (last IS NULL OR CASE WHEN ascends"
                                        + " THEN last < ? ELSE last > ? END)",
                                row -> row.getBoolean(2) ? "" : row.getString(1),
                                other.last(),
                                Quoting.table(table),
                                other.column(),
                                other.last(),
                                other.last())
                        .stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
