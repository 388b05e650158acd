package dev.sluice.postgresql;

import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where rows go.
 *
 * @param relation the table or view
 * @param columns the columns that are written, in the order of the rows' fields
 * @param loading how rows get there
 * @param formats the forms of rows that it takes by COPY
 * @param selfReferring whether it has a foreign key to itself
 */
record TargetTable(
        Relation relation,
        List<RelationColumn> columns,
        Loading loading,
        Set<RowFormat> formats,
        boolean selfReferring) {
    /** How rows get into a table. */
    enum Loading {
        /** COPY into the table itself. */
        DIRECT,
        /**
         * COPY into a temporary table and INSERT … SELECT from there: for views, tables with rewrite rules and tables with
         * row-level security, for which COPY is refused or means something else than INSERT. See the PostgreSQL
         * documentation, "COPY", Notes.
         */
        STAGED
    }

    TargetTable {
        columns = List.copyOf(columns);
        formats = Set.copyOf(formats);
    }

    RowSchema schema() {
        return new RowSchema(columns.stream().map(RelationColumn::asColumn).toList());
    }

    /** Returns the names of the written columns as SQL, in parentheses. */
    String columnList() {
        return columns.stream().map(RelationColumn::quoted).collect(Collectors.joining(", ", "(", ")"));
    }
}
