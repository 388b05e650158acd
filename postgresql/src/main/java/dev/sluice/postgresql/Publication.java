package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The list of tables whose changes a source gives to one job. See the PostgreSQL documentation, "CREATE PUBLICATION". */
final class Publication {
    private static final int SCHEMAS_PUBLISHED = 15;

    private static final String OF_SCHEMA =
            "EXISTS (SELECT 1 FROM pg_publication_namespace WHERE pnpubid = b.oid AND pnnspid = c.relnamespace)";

    private final PgSession session;
    private final String name;

    Publication(PgSession session, String name) {
        this.session = session;
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean exists() {
        return !session.query("SELECT 1 FROM pg_publication WHERE pubname = ?", row -> row.getInt(1), name)
                .isEmpty();
    }

    /**
     * Makes sure that it is there if a slot keeps changes for it. One that is made anew gives none from before: some servers
     * leave them out in silence.
     *
     * @throws SyncException with PREFLIGHT_FAILED if it is not
     */
    void requireFor(ReplicationSlot slot) {
        if (!exists() && slot.state(session).isPresent()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "The publication " + name + " is gone from the source; without it the changes that " + slot.name()
                            + " keeps cannot be read, not even when it is made again",
                    Progress.BEGIN_ANEW,
                    null);
        }
    }

    /**
     * Returns the tables that are in it, partitions too, also those that it has by a schema or because it has all. The server's
     * own list, pg_publication_tables, waits for whoever has locked a table.
     */
    Set<TableName> tables() {
        return new HashSet<>(session.query(
                """
                WITH RECURSIVE tree AS (
                    SELECT r.prrelid AS oid FROM pg_publication_rel r JOIN pg_publication b ON b.oid = r.prpubid
                     WHERE b.pubname = ?
                     UNION
                    SELECT c.oid FROM pg_publication b, pg_class c
                     WHERE b.pubname = ? AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND c.oid >= 16384
                       AND (b.puballtables OR @schema)
                     UNION
                    SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
                      JOIN pg_class k ON k.oid = i.inhrelid WHERE k.relispartition)
                SELECT n.nspname, c.relname
                  FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace""".replace("@schema", session.majorVersion() >= SCHEMAS_PUBLISHED ? OF_SCHEMA : "false"),
                row -> new TableName(row.getString(1), row.getString(2)),
                name,
                name));
    }

    /** Names the kinds of changes that it leaves out; TRUNCATE is published from version 11 on. */
    Optional<String> withheld() {
        return session
                .query(
                        """
                        SELECT pubinsert, pubupdate, pubdelete, coalesce((to_jsonb(p) ->> 'pubtruncate')::bool, true)
                          FROM pg_publication p WHERE pubname = ?""",
                        row -> {
                            List<String> missing = new ArrayList<>();
                            List<String> kinds = List.of("inserts", "updates", "deletes", "truncations");
                            for (int i = 0; i < kinds.size(); i++) {
                                if (!row.getBoolean(i + 1)) {
                                    missing.add(kinds.get(i));
                                }
                            }
                            return String.join(", ", missing);
                        },
                        name)
                .stream()
                .filter(missing -> !missing.isEmpty())
                .findFirst();
    }

    /** Returns whether partitions come under the names of their tables, as they can from version 13 on. */
    boolean isViaRoot() {
        return session.query(
                        "SELECT coalesce((to_jsonb(p) ->> 'pubviaroot')::bool, false) FROM pg_publication p WHERE pubname = ?",
                        row -> row.getBoolean(1),
                        name)
                .contains(true);
    }

    /** Returns the object identifiers of tables of which it leaves out rows or columns, as it can from version 15 on. */
    List<Long> parts() {
        return session.query("""
                SELECT r.prrelid::int8 FROM pg_publication_rel r JOIN pg_publication b ON b.oid = r.prpubid
                 WHERE b.pubname = ?
                   AND (to_jsonb(r) ->> 'prqual' IS NOT NULL OR to_jsonb(r) ->> 'prattrs' IS NOT NULL)
                 ORDER BY 1""", row -> row.getLong(1), name);
    }

    /**
     * Makes it with {@code tables}, or adds those that it lacks.
     *
     * @throws SyncException with SOURCE_UNAVAILABLE on a standby, where somebody has to do it on the primary
     */
    void include(List<TableName> tables) throws SQLException {
        Set<TableName> present = exists() ? tables() : Set.of();
        List<TableName> missing =
                tables.stream().filter(table -> !present.contains(table)).toList();
        if (missing.isEmpty()) {
            return;
        }
        if (session.isInRecovery()) {
            throw new SyncException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "The publication " + name + " lacks tables, and a standby cannot change it. On the primary: "
                            + statement(missing),
                    null,
                    null);
        }
        write(statement(missing));
    }

    /** Returns what has to be done so that it has {@code missing}. */
    String statement(List<TableName> missing) {
        return exists()
                ? "ALTER PUBLICATION " + quoted() + " ADD TABLE " + list(missing)
                : "CREATE PUBLICATION " + quoted() + " FOR TABLE " + list(missing);
    }

    void drop() throws SQLException {
        if (exists()) {
            write("DROP PUBLICATION " + quoted());
        }
    }

    private void write(String statement) throws SQLException {
        try {
            session.execute("BEGIN READ WRITE; " + statement + "; COMMIT");
        } catch (SQLException e) {
            session.execute("ROLLBACK");
            throw e;
        }
    }

    private String quoted() {
        return Quoting.identifier(name);
    }

    private static String list(List<TableName> tables) {
        return tables.stream().map(Quoting::table).collect(Collectors.joining(", "));
    }
}
