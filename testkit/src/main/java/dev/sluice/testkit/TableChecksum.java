package dev.sluice.testkit;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The contents of a table as two numbers, computed inside the server: equal for tables with equal rows, in whatever
 * order they lie, on whatever server version. Duplicates count.
 *
 * @param rows the number of rows
 * @param checksum the sum of one 64-bit hash per row
 */
public record TableChecksum(long rows, BigInteger checksum) {
    /**
     * Computes it over all columns by name, or over the named ones in the given order (so that renamed columns can be
     * compared).
     *
     * @param table the table as SQL, schema and quotes included
     * @param columns plain names, without quotes
     * @throws IllegalArgumentException if there is no such column
     */
    public static TableChecksum of(Connection connection, String table, String... columns) throws SQLException {
        String rows = ComparableRows.of(connection, table, List.of(columns)).sql();
        try (PreparedStatement statement = connection.prepareStatement("""
                        select count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text
                        from (%s) hashed
                        """.formatted(rows));
                ResultSet result = statement.executeQuery()) {
            result.next();
            return new TableChecksum(result.getLong(1), new BigInteger(result.getString(2)));
        }
    }
}
