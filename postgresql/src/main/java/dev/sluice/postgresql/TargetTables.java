package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the table that a writer's options mean, and how rows get into it. */
final class TargetTables {
    private final PgSession session;
    private final Catalog catalog;
    private final PostgresWriterOptions options;

    TargetTables(PgSession session, PostgresWriterOptions options) {
        this.session = session;
        this.catalog = new Catalog(session);
        this.options = options;
    }

    /** Returns the table for rows of {@code source}; their columns fit in number. */
    TargetTable resolve(RowSchema source) {
        Relation relation = catalog.find(options.name()).orElseThrow(() -> missingTable(source));
        List<RelationColumn> columns = columns(relation);
        if (columns.size() != source.size()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "The reader gives " + source.size() + " columns and the writer takes " + columns.size() + " of "
                            + relation.label() + computed(relation),
                    "Name as many columns on both sides, in the same order. Read: "
                            + source.columns().stream()
                                    .map(column -> column.name())
                                    .collect(Collectors.joining(", "))
                            + ". Written: "
                            + columns.stream().map(RelationColumn::name).collect(Collectors.joining(", ")),
                    null);
        }
        return new TargetTable(relation, columns, loading(relation), formats(relation), isSelfReferring(relation));
    }

    /** The likeliest reason why two tables that look alike differ in number. */
    private String computed(Relation relation) {
        String names = relation.columns().stream()
                .filter(RelationColumn::generated)
                .map(RelationColumn::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() || !options.columns().equals(List.of("*"))
                ? ""
                : "; * leaves out what the server computes there: " + names;
    }

    private SyncException missingTable(RowSchema source) {
        String columns = source.columns().stream()
                .map(column ->
                        Quoting.identifier(column.name()) + " " + column.type().name())
                .collect(Collectors.joining(", "));
        return new MissingRelation(session, catalog)
                .error(
                        options.table(),
                        "Check the spelling and write the schema in front, or make it: CREATE TABLE "
                                + options.name().quoted() + " (" + columns + ")");
    }

    private List<RelationColumn> columns(Relation relation) {
        if (options.columns().equals(List.of("*"))) {
            return relation.columns().stream()
                    .filter(column -> !column.generated())
                    .toList();
        }
        List<RelationColumn> columns = options.columns().stream()
                .map(written -> relation.column(written).orElseThrow(() -> missingColumn(relation, written)))
                .toList();
        columns.stream().filter(RelationColumn::generated).findFirst().ifPresent(column -> {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "Column " + column.name() + " of " + relation.label() + " is computed by the server",
                    "Leave it out of the writer's column list, and its value out of the reader's",
                    null);
        });
        if (columns.stream().distinct().count() < columns.size()) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "A column of " + relation.label() + " is named twice in the writer's column list",
                    "Name every column once",
                    null);
        }
        return columns;
    }

    private static SyncException missingColumn(Relation relation, String written) {
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED,
                "There is no column " + written + " in the destination " + relation.label(),
                relation.columnAdvice(written),
                null);
    }

    /** Binary COPY wants a binary input function of every column, also of those that it does not name. */
    private Set<RowFormat> formats(Relation relation) {
        boolean textOnly =
                session.query("""
                        SELECT true FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                         WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped AND t.typreceive = 0""", row -> row.getBoolean(1), relation.oid()).contains(true);
        return textOnly ? EnumSet.of(RowFormat.TEXT) : EnumSet.allOf(RowFormat.class);
    }

    private boolean isSelfReferring(Relation relation) {
        return session.query(
                        "SELECT true FROM pg_constraint WHERE conrelid = ?::oid AND confrelid = conrelid",
                        row -> row.getBoolean(1),
                        relation.oid())
                .contains(true);
    }

    /**
     * COPY is refused for views, under row-level security and, before version 11, for foreign tables, and it passes rewrite
     * rules by.
     */
    private TargetTable.Loading loading(Relation relation) {
        boolean staged =
                session.query("""
                        SELECT relkind = 'v'
                               OR relkind = 'f' AND current_setting('server_version_num')::int < 110000
                               OR EXISTS (SELECT 1 FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '3')
                               OR row_security_active(c.oid)
                          FROM pg_class c WHERE c.oid = ?::oid""", row -> row.getBoolean(1), relation.oid()).contains(true);
        return staged ? TargetTable.Loading.STAGED : TargetTable.Loading.DIRECT;
    }
}
