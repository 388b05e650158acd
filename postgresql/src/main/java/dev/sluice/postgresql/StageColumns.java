package dev.sluice.postgresql;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Defines columns of temporary tables that rows for a table are staged in, whatever the table would refuse. */
final class StageColumns {
    private final Map<String, String> collations;

    private record Collation(String column, String clause) {}

    /** Asks the catalogue for the collations, without which the stage's texts could not be compared with the table's. */
    StageColumns(PgSession session, Relation relation) {
        collations =
                session.query("""
                        SELECT a.attname, format(' COLLATE %I.%I', n.nspname, c.collname)
                          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                               JOIN pg_collation c ON c.oid = a.attcollation
                               JOIN pg_namespace n ON n.oid = c.collnamespace
                         WHERE a.attrelid = ?::oid AND a.attcollation <> t.typcollation""", row -> new Collation(row.getString(1), row.getString(2)), relation.oid()).stream()
                        .collect(Collectors.toMap(Collation::column, Collation::clause));
    }

    /** Returns the definitions as SQL, separated by commas. */
    String definitions(List<RelationColumn> columns) {
        return columns.stream().map(this::definition).collect(Collectors.joining(", "));
    }

    private String definition(RelationColumn column) {
        return column.quoted() + " " + unlimited(column.type().name()) + collations.getOrDefault(column.name(), "");
    }

    /** What is too long for the table has to get into the stage. */
    private static String unlimited(String type) {
        if (type.startsWith("character varying(")) {
            return "varchar";
        }
        return type.startsWith("character(") ? "bpchar" : type;
    }
}
