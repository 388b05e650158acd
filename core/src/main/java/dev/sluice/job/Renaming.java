package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What the tables of a mapping are called at the destination. Immutable.
 *
 * @param database the rule for databases, if there is one; its result goes into columns only
 * @param schema the rule for schemas, if there is one
 * @param table the rule for tables, if there is one
 */
public record Renaming(
        Optional<TransformationRule.Rename> database,
        Optional<TransformationRule.Rename> schema,
        Optional<TransformationRule.Rename> table) {
    /** The longest name in PostgreSQL, in bytes (NAMEDATALEN - 1); it cuts longer ones without saying so. */
    private static final int LONGEST_NAME = 63;

    /** Checks that nothing is null. */
    public Renaming {
        Objects.requireNonNull(database);
        Objects.requireNonNull(schema);
        Objects.requireNonNull(table);
    }

    /**
     * Returns schema and name of a table at the destination; without a rule they stay what they are. Whether two tables
     * get one name is not looked at here.
     *
     * @throws SyncException with FILE_INVALID if a rule gives an empty name or one that PostgreSQL would cut
     */
    public TableName destinationOf(String dataSource, String database, String schema, String table) {
        SourceTable source = new SourceTable(dataSource, database, new TableName(schema, table));
        return new TableName(name(this.schema, source, schema), name(this.table, source, table));
    }

    /**
     * Returns the name that a rule for databases makes, {@code DB_NAME_SRC_TRANSED} of added columns; without one that of the source.
     *
     * @throws SyncException with FILE_INVALID if the rule gives an empty name or one that PostgreSQL would cut
     */
    public String databaseOf(SourceTable source) {
        return name(database, source, source.database());
    }

    private static String name(Optional<TransformationRule.Rename> rule, SourceTable source, String unchanged) {
        return rule.map(rename -> checked(rename.expression().apply(source), rename, source))
                .orElse(unchanged);
    }

    private static String checked(String name, TransformationRule.Rename rename, SourceTable source) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length >= 1 && length <= LONGEST_NAME && name.indexOf('\0') < 0) {
            return name;
        }
        throw new SyncException(
                ErrorCode.FILE_INVALID,
                "The rule \"" + rename.name() + "\" gives " + source.name() + " a name of " + length
                        + " bytes; allowed are 1 to " + LONGEST_NAME + ".",
                "Correct the rule, or exclude the table.",
                null);
    }
}
