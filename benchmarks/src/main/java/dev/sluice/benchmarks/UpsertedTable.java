package dev.sluice.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a batch in one table: of each key the last row, since one statement cannot write a row twice. A table
 * without a key gets its new rows only. Used by one thread.
 */
final class UpsertedTable {
    private final String name;
    private final Map<Struct, Struct> upserts = new LinkedHashMap<>();
    private final Map<Struct, Struct> deletes = new LinkedHashMap<>();
    private final List<Struct> inserts = new ArrayList<>();

    UpsertedTable(String name) {
        this.name = name;
    }

    void add(@Nullable Object key, Struct change) {
        Struct after = change.getStruct("after");
        if (!(key instanceof Struct row)) {
            inserts.add(after);
        } else if (after == null) {
            upserts.remove(row);
            deletes.put(row, row);
        } else {
            deletes.remove(row);
            upserts.put(row, after);
        }
    }

    /** Writes what was added, in the transaction that is under way. */
    void flush(Connection destination) throws SQLException {
        if (!deletes.isEmpty()) {
            Struct key = deletes.keySet().iterator().next();
            run(destination, "DELETE FROM " + name + " WHERE " + each(key, "%s = ?", " AND "), deletes.values());
        }
        if (!upserts.isEmpty()) {
            Map.Entry<Struct, Struct> first = upserts.entrySet().iterator().next();
            run(destination, upsert(first.getKey(), first.getValue()), upserts.values());
        }
        if (!inserts.isEmpty()) {
            run(destination, insert(inserts.get(0)), inserts);
        }
        deletes.clear();
        upserts.clear();
        inserts.clear();
    }

    private String insert(Struct row) {
        String places =
                String.join(", ", Collections.nCopies(row.schema().fields().size(), "?"));
        return "INSERT INTO " + name + " (" + each(row, "%s", ", ") + ") VALUES (" + places + ")";
    }

    private String upsert(Struct key, Struct row) {
        String target = " ON CONFLICT (" + each(key, "%s", ", ") + ") DO ";
        return insert(row)
                + target
                + (key.schema().fields().size() == row.schema().fields().size()
                        ? "NOTHING"
                        : "UPDATE SET " + each(row, "%1$s = excluded.%1$s", ", "));
    }

    private static String each(Struct row, String form, String between) {
        return row.schema().fields().stream()
                .map(field -> String.format(form, field.name()))
                .collect(Collectors.joining(between));
    }

    private static void run(Connection destination, String sql, Iterable<Struct> rows) throws SQLException {
        try (PreparedStatement statement = destination.prepareStatement(sql)) {
            for (Struct row : rows) {
                for (Field field : row.schema().fields()) {
                    statement.setObject(field.index() + 1, row.get(field));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
