package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.ColumnDefinition.Generated;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.ColumnTypeMapping;
import dev.sluice.job.DdlKind;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes tables that take the rows of others, with their columns, types, NOT NULL and keys; and does to them what was done to
 * those as a whole.
 */
final class TableMaker {
    private final PgSession session;
    private final List<ColumnTypeMapping> types;

    /** {@code types} are those that columns get instead of their own. */
    TableMaker(PgSession session, List<ColumnTypeMapping> types) {
        this.session = session;
        this.types = List.copyOf(types);
    }

    /**
     * Makes the table with {@code extras} behind its columns, and its schema where that is missing too; what is there already
     * stays as it is. Where rows that went stay, further keys hold for the others alone.
     */
    void make(TableName name, TableDefinition like, List<ExtraColumn> extras) {
        Set<String> given = extras.stream().map(ExtraColumn::name).collect(Collectors.toSet());
        List<String> parts = new ArrayList<>(like.columns().stream()
                .filter(column -> !given.contains(column.name()))
                .map(this::column)
                .toList());
        extras.stream().map(TableMaker::extra).forEach(parts::add);
        Optional<String> mark = extras.stream()
                .filter(ExtraColumn::isMark)
                .map(extra -> Quoting.identifier(extra.name()))
                .filter(any -> !like.keys().primary().isEmpty())
                .findFirst();
        if (!like.keys().primary().isEmpty()) {
            parts.add("PRIMARY KEY " + list(like.keys().primary()));
        }
        if (mark.isEmpty()) {
            like.keys().unique().forEach(key -> parts.add("UNIQUE " + list(key)));
        }
        try {
            makeSchema(name.schema());
            session.execute(
                    "CREATE TABLE IF NOT EXISTS " + Quoting.table(name) + " (" + String.join(", ", parts) + ")");
            for (List<String> key : mark.isPresent() ? like.keys().unique() : List.<List<String>>of()) {
                session.execute(
                        "CREATE UNIQUE INDEX ON " + Quoting.table(name) + " " + list(key) + " WHERE NOT " + mark.get());
            }
        } catch (SQLException e) {
            throw session.failed(e, "The table " + name + " cannot be made like the source's " + like.name());
        }
    }

    /** Returns a column that a rule makes as CREATE TABLE and ADD COLUMN take it. */
    static String extra(ExtraColumn column) {
        return Quoting.identifier(column.name()) + " " + column.type().name()
                + (column.isMark() ? " NOT NULL DEFAULT false" : "");
    }

    /**
     * Takes all rows from a table, also those of a commit that is under way. One that foreign keys of others refer to
     * cannot be truncated, not even if it is empty.
     *
     * @throws SyncException with DESTINATION_FAILED if rows of others would change with it, which no copy of this table brings
     *     back
     */
    void empty(TableName table) throws SQLException {
        Catalog catalog = new Catalog(session);
        Relation relation = catalog.require(table);
        String name = relation.quotedAlone();
        if (catalog.isReferredTo(List.of(relation))) {
            session.execute("LOCK TABLE " + name + " IN SHARE ROW EXCLUSIVE MODE");
            new ActingKeys(session).requireNone(relation);
            session.execute("DELETE FROM " + name);
        } else {
            session.execute("TRUNCATE " + name);
        }
    }

    /** Drops a table if it is there. */
    void drop(TableName table) {
        execute(DdlKind.DROP_TABLE, "DROP TABLE IF EXISTS " + Quoting.table(table));
    }

    /** Gives tables other names or schemas; as they may exchange them, each gets one in between. Who is gone stays so. */
    void rename(Map<TableName, TableName> names) {
        Catalog catalog = new Catalog(session);
        List<TableName> froms = names.keySet().stream()
                .filter(from -> !from.equals(names.get(from)))
                .filter(from -> catalog.find(from).isPresent())
                .toList();
        for (int i = 0; i < froms.size(); i++) {
            rename(froms.get(i), new TableName(froms.get(i).schema(), between(i)));
        }
        for (int i = 0; i < froms.size(); i++) {
            TableName from = froms.get(i);
            TableName to = Objects.requireNonNull(names.get(from));
            if (!to.schema().equals(from.schema())) {
                makeSchema(to.schema());
                execute(
                        DdlKind.RENAME_TABLE,
                        "ALTER TABLE " + Quoting.table(new TableName(from.schema(), between(i))) + " SET SCHEMA "
                                + Quoting.identifier(to.schema()));
            }
            rename(new TableName(to.schema(), between(i)), to);
        }
    }

    private static String between(int number) {
        return "sluice renames " + number;
    }

    private void rename(TableName from, TableName to) {
        execute(
                DdlKind.RENAME_TABLE,
                "ALTER TABLE " + Quoting.table(from) + " RENAME TO " + Quoting.identifier(to.table()));
    }

    private void execute(DdlKind kind, String statement) {
        try {
            session.execute(statement);
        } catch (SQLException e) {
            throw new SyncException(
                    PgErrors.code(e, session.side()),
                    "The destination cannot follow what was done to a whole table at the source, with " + statement
                            + ": " + PgErrors.message(e),
                    "Do it by hand, or state Ignore for " + kind + " in DdlHandlingSettings; then start the job again",
                    e);
        }
    }

    /** CREATE SCHEMA asks for its privilege also where the schema is there. */
    private void makeSchema(String schema) {
        if (!new Catalog(session).isSchema(schema)) {
            execute(DdlKind.CREATE_TABLE, "CREATE SCHEMA IF NOT EXISTS " + Quoting.identifier(schema));
        }
    }

    /** Returns a column as CREATE TABLE and ADD COLUMN take it, without its default. */
    String column(ColumnDefinition column) {
        String generated = column.filling() instanceof Generated some
                ? " GENERATED ALWAYS AS (" + some.expression() + ") STORED"
                : "";
        return Quoting.identifier(column.name()) + " " + type(column.type().sql()) + generated
                + (column.notNull() ? " NOT NULL" : "");
    }

    /** A mapping that names the modifier goes before one that does not. */
    String type(String source) {
        String bare = source.replaceFirst("\\([^)]*\\)", "");
        return types.stream()
                .filter(mapping -> mapping.source().equals(source))
                .findFirst()
                .or(() -> types.stream()
                        .filter(mapping -> mapping.source().equals(bare))
                        .findFirst())
                .map(ColumnTypeMapping::destination)
                .orElse(source);
    }

    private static String list(List<String> columns) {
        return columns.stream().map(Quoting::identifier).collect(Collectors.joining(", ", "(", ")"));
    }
}
