package dev.sluice.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT that turns each row of a table into a hash, the same on every server version and under every session setting.
 *
 * <p>The values of built-in types go in by their binary output functions: text output depends on DateStyle, TimeZone and
 * extra_float_digits, and floats print otherwise since version 12. Types made by users or extensions go in as text,
 * because their binary form names OIDs or is missing in older versions (so a float inside a composite or a cube compares
 * between versions before 12 and later ones only if it has few digits). The hash is MD5 throughout, because
 * hashtextextended is missing in version 10; each value is hashed by itself first, which keeps wide rows short.
 */
record ComparableRows(String table, Map<String, String> bytesByColumn) {
    private static final String COLUMNS = """
            with recursive typed (name, type) as (
                select attname, atttypid from pg_attribute
                where attrelid = ?::regclass and attnum > 0 and not attisdropped
                union all
                select typed.name, t.typbasetype from typed join pg_type t on t.oid = typed.type
                where t.typtype = 'd')
            select typed.name,
                   case when t.oid < 16384 and (p.proargtypes[0] = t.oid or argument.typtype = 'p')
                        then 'pg_catalog.' || p.proname end
            from typed join pg_type t on t.oid = typed.type
            left join pg_proc p on p.oid = t.typsend
            left join pg_type argument on argument.oid = p.proargtypes[0]
            where t.typtype <> 'd'
            order by typed.name
            """;

    /** Describes a table with all columns by name, or with those that are given, in that order. */
    static ComparableRows of(Connection connection, String table, List<String> columns) throws SQLException {
        Map<String, String> all = columnsOf(connection, table);
        if (columns.isEmpty()) {
            return new ComparableRows(table, all);
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String column : columns) {
            String bytes = all.get(column);
            if (bytes == null) {
                throw new IllegalArgumentException(
                        "table " + table + " has no column " + column + ", only " + all.keySet());
            }
            chosen.put(column, bytes);
        }
        return new ComparableRows(table, chosen);
    }

    private static Map<String, String> columnsOf(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            Map<String, String> columns = new LinkedHashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), bytes(rows.getString(1), rows.getString(2)));
                }
            }
            return columns;
        }
    }

    private static String bytes(String column, @Nullable String outputFunction) {
        String name = Quoted.identifier(column);
        return outputFunction == null ? "pg_catalog.textsend((" + name + ")::text)" : outputFunction + "(" + name + ")";
    }

    /** Returns the query: column h is the hash, column r the row as readable text. */
    String sql() {
        String hashed = bytesByColumn.values().stream()
                .map(bytes -> "coalesce(md5(" + bytes + "), 'null')")
                .collect(Collectors.joining(", ", "md5(array_to_string(array[", "], ','))"));
        String readable = bytesByColumn.keySet().stream()
                .map(Quoted::identifier)
                .collect(Collectors.joining(", ", "row(", ")::text"));
        String hash = bytesByColumn.isEmpty() ? "md5('')" : hashed;
        return "select " + hash + " as h, " + readable + " as r from " + table;
    }

    /** Counts the rows by hash, duplicates included. */
    Map<String, Long> counts(Connection connection) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "select h, count(*) from (" + sql() + ") hashed group by h order by h");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    /** Returns a readable row for each of the hashes. */
    List<String> readable(Connection connection, List<String> hashes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select distinct on (h) r from (" + sql() + ") hashed where h = any(?) order by h")) {
            statement.setArray(1, connection.createArrayOf("text", hashes.toArray()));
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }
}
