package dev.sluice.postgresql;

import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The list of tables whose changes a source gives to one job. See the PostgreSQL documentation, "CREATE PUBLICATION". */
final class Publication {
    private final PgSession session;
    private final String name;

    Publication(PgSession session, String name) {
        this.session = session;
        this.name = name;
    }

    boolean exists() {
        return !session.query("SELECT 1 FROM pg_publication WHERE pubname = ?", row -> row.getInt(1), name)
                .isEmpty();
    }

    /** Returns the tables that are in it, also those that it has by its schema or because it has all. */
    Set<TableName> tables() {
        return new HashSet<>(session.query(
                "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?",
                row -> new TableName(row.getString(1), row.getString(2)),
                name));
    }

    /** Makes it with {@code tables}, or adds those that it lacks. */
    void include(List<TableName> tables) throws SQLException {
        if (!exists()) {
            write("CREATE PUBLICATION " + quoted() + " FOR TABLE " + list(tables) + with());
            return;
        }
        Set<TableName> present = tables();
        List<TableName> missing =
                tables.stream().filter(table -> !present.contains(table)).toList();
        if (!missing.isEmpty()) {
            write("ALTER PUBLICATION " + quoted() + " ADD TABLE " + list(missing));
        }
    }

    /** Partitioned tables give their changes as their own, whatever partition a row is in, from version 13 on. */
    private String with() {
        return session.majorVersion() >= 13 ? " WITH (publish_via_partition_root = true)" : "";
    }

    void drop() throws SQLException {
        write("DROP PUBLICATION IF EXISTS " + quoted());
    }

    private void write(String statement) throws SQLException {
        session.execute("BEGIN READ WRITE; " + statement + "; COMMIT");
    }

    private String quoted() {
        return Quoting.identifier(name);
    }

    private static String list(List<TableName> tables) {
        return tables.stream().map(Quoting::table).collect(Collectors.joining(", "));
    }
}
