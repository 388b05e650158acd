package dev.sluice.postgresql;

import dev.sluice.row.RowBatch;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/** Brings rows into a table, all or none: begin, any number of sends, end. Used inside a transaction, under a savepoint. */
interface Loader {
    void begin() throws SQLException;

    /** Sends rows of a batch, {@code from} inclusive to {@code to} exclusive. */
    void send(RowBatch batch, int from, int to) throws SQLException;

    /** Returns how many rows the table took; triggers and rules may have dropped some. */
    long end() throws SQLException;

    /** Returns which of the rows sent since {@link #begin}, counted from 1, the server blames, where it names one. */
    OptionalInt refusedLine(SQLException failure);

    /** Returns the column that the server blames, where it names one. */
    Optional<String> refusedColumn(SQLException failure);
}
