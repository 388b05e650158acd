package dev.sluice.postgresql;

import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads how tables are defined. Types that are not PostgreSQL's own are named with their schema. */
final class Definitions {
    private final PgSession session;

    /** {@code session} is in no transaction. */
    Definitions(PgSession session) {
        this.session = session;
    }

    /** Returns the definition of the table of that name, which must be there. */
    TableDefinition of(TableName table) {
        Catalog catalog = new Catalog(session);
        Relation relation = catalog.require(table);
        List<String> primary = catalog.primaryKey(relation);
        List<List<String>> others = catalog.uniqueKeys(relation).stream()
                .filter(key -> !key.equals(primary))
                .toList();
        return new TableDefinition(relation.oid(), table, columns(relation.oid()), primary, others);
    }

    /** A name that the search path would not find is written with its schema, so nothing is to be found there. */
    private List<ColumnDefinition> columns(long table) {
        try {
            session.execute("BEGIN READ ONLY; SET LOCAL search_path = ''");
            try {
                return session.query(
                        """
                        SELECT a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                               CASE WHEN coalesce(to_jsonb(a) ->> 'attgenerated', '') <> ''
                                    THEN pg_get_expr(d.adbin, d.adrelid) END
                          FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                         WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
                         ORDER BY a.attnum""",
                        row -> new ColumnDefinition(
                                row.getInt(1),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4),
                                Optional.ofNullable(row.getString(5))),
                        table);
            } finally {
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw session.failed(e, "The definition of a table cannot be read");
        }
    }
}
