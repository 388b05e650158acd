package dev.sluice.connector;

import dev.sluice.row.RowBatch;
import java.util.Optional;

/**
 * A row that the destination refused.
 *
 * @param batch the batch that holds it
 * @param row its index there
 * @param reason why
 */
public record RejectedRow(RowBatch batch, int row, Reason reason) {
    /**
     * Why a row was refused.
     *
     * @param sqlState the SQLSTATE, see the PostgreSQL documentation, appendix "PostgreSQL Error Codes"
     * @param message the destination's message, with its detail
     * @param column the column it names
     */
    public record Reason(String sqlState, String message, Optional<String> column) {}
}
