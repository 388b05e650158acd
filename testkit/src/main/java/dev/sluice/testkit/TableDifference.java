package dev.sluice.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which rows two tables do not share; for tables that fit the memory of a test. */
public final class TableDifference {
    private TableDifference() {}

    /**
     * Lists rows that are on one side only, or more often on one side; empty for equal contents.
     *
     * @param limit how many rows of either side at most
     * @return lines for a failure message, such as {@code only left: (1,abc)}
     */
    public static List<String> between(
            Connection left, String leftTable, Connection right, String rightTable, int limit) throws SQLException {
        ComparableRows leftRows = ComparableRows.of(left, leftTable, List.of());
        ComparableRows rightRows = ComparableRows.of(right, rightTable, List.of());
        Map<String, Long> leftCounts = leftRows.counts(left);
        Map<String, Long> rightCounts = rightRows.counts(right);
        List<String> lines = new ArrayList<>();
        for (String row : leftRows.readable(left, surplus(leftCounts, rightCounts, limit))) {
            lines.add("only left: " + row);
        }
        for (String row : rightRows.readable(right, surplus(rightCounts, leftCounts, limit))) {
            lines.add("only right: " + row);
        }
        return lines;
    }

    private static List<String> surplus(Map<String, Long> here, Map<String, Long> there, int limit) {
        return here.entrySet().stream()
                .filter(entry -> entry.getValue() > there.getOrDefault(entry.getKey(), 0L))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
    }

    /**
     * Fails unless both tables hold the same rows.
     *
     * @throws AssertionError with counts and some of the rows that differ
     */
    public static void assertNone(Connection left, String leftTable, Connection right, String rightTable)
            throws SQLException {
        TableChecksum leftSum = TableChecksum.of(left, leftTable);
        TableChecksum rightSum = TableChecksum.of(right, rightTable);
        if (!leftSum.equals(rightSum)) {
            throw new AssertionError("%s has %d rows, %s has %d:%n%s"
                    .formatted(
                            leftTable,
                            leftSum.rows(),
                            rightTable,
                            rightSum.rows(),
                            String.join("\n", between(left, leftTable, right, rightTable, 10))));
        }
    }
}
