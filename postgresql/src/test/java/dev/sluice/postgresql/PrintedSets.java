package dev.sluice.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sets of rows as sorted lines: what is done, the key, and the other values, of updates those that are written. */
final class PrintedSets {
    private PrintedSets() {}

    static List<String> of(Optional<ChangeSets> possible) throws SQLException {
        if (possible.isEmpty()) {
            return List.of("in order");
        }
        ChangeSets sets = possible.get();
        List<String> lines = new ArrayList<>(print("delete", RowSet.deletes(sets)));
        for (ColumnSet columns : sets.columnSets()) {
            if (!columns.fields().isEmpty()) {
                lines.addAll(print("update", RowSet.updates(sets, columns)));
            }
        }
        lines.addAll(print("insert", RowSet.inserts(sets)));
        return lines.isEmpty() ? List.of("nothing") : lines.stream().sorted().toList();
    }

    private static List<String> print(String what, RowSet set) throws SQLException {
        List<String> lines = new ArrayList<>();
        RowImage row = new RowImage();
        set.each(
                row,
                () -> lines.add(what + " "
                        + set.fields().stream()
                                .map(field -> value(set, row, field))
                                .collect(Collectors.joining(" "))));
        return lines;
    }

    private static String value(RowSet set, RowImage row, int field) {
        return String.valueOf(set.table().text(row, field));
    }
}
