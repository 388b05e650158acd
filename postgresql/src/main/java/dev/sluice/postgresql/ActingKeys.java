package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Foreign keys of others that would delete or change rows with those that they refer to. They rest where the session is a
 * replica. The queries run on PostgreSQL 10 to 18.
 */
final class ActingKeys {
    private final PgSession session;

    ActingKeys(PgSession session) {
        this.session = session;
    }

    /**
     * A foreign key that acts when rows of a table are deleted.
     *
     * @param schema the schema of the table that has it
     * @param table the name of that table
     * @param columns its columns there
     * @param action what it does, as SQL
     * @param visible whether this user sees all rows of that table
     */
    private record ActingKey(
            String name, String schema, String table, List<String> columns, String action, boolean visible) {
        String relation() {
            return Quoting.identifier(schema) + "." + Quoting.identifier(table);
        }

        /** Returns a condition for the rows that refer to others. */
        String refers() {
            return columns.stream()
                    .map(column -> Quoting.identifier(column) + " IS NOT NULL")
                    .collect(Collectors.joining(" AND "));
        }
    }

    /**
     * Looks whether rows of others would go or change if all rows of a table were deleted.
     *
     * @throws SyncException with DESTINATION_FAILED if some would
     */
    void requireNone(Relation relation) {
        if (!session.isTrue("SELECT EXISTS (SELECT FROM " + relation.quotedAlone() + ")")) {
            return;
        }
        for (ActingKey key : all(relation)) {
            if (!key.visible()
                    || session.isTrue(
                            "SELECT EXISTS (SELECT FROM " + key.relation() + " WHERE " + key.refers() + ")")) {
                throw refused(relation, key);
            }
        }
    }

    private List<ActingKey> all(Relation relation) {
        return session.query(
                Partitions.tree("?::oid") + """
                SELECT DISTINCT f.conname::text, n.nspname::text, c.relname::text,
                       ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum = ANY (f.conkey)),
                       CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END,
                       has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                           AND NOT row_security_active(c.oid)
                  FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE f.contype = 'f' AND f.confdeltype IN ('c', 'n', 'd')
                   AND f.confrelid IN (TABLE tree) AND f.conrelid NOT IN (TABLE tree)
                   AND EXISTS (SELECT 1 FROM pg_trigger t
                                WHERE t.tgconstraint = f.oid AND t.tgrelid = f.confrelid
                                  AND t.tgenabled IN ('A', CASE current_setting('session_replication_role')
                                                               WHEN 'replica' THEN 'R' ELSE 'O' END))""",
                row -> new ActingKey(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Arrays.asList((String[]) row.getArray(4).getArray()),
                        row.getString(5),
                        row.getBoolean(6)),
                relation.oid());
    }

    private SyncException refused(Relation relation, ActingKey key) {
        String drop = "drop it and make it again when the job follows the table: ALTER TABLE " + key.relation()
                + " DROP CONSTRAINT " + Quoting.identifier(key.name());
        return new SyncException(
                ErrorCode.DESTINATION_FAILED,
                "The destination's " + relation.label() + " cannot be emptied to be copied anew: the foreign key "
                        + key.name() + " of " + key.schema() + "." + key.table() + " is ON DELETE " + key.action()
                        + ", and what it did to the rows there no copy would undo",
                session.majorVersion() >= 15
                        ? "Let it rest: GRANT SET ON PARAMETER session_replication_role TO "
                                + Quoting.identifier(session.user()) + "; or " + drop
                        : "Let the job's user be a superuser, for whom it rests; or " + drop,
                null);
    }
}
