package dev.sluice.postgresql;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** A reason for which a table refuses a row and which can be foreseen by a look at the row and at tables. */
enum Ground {
    /** NULL where none is allowed. */
    NULL("23502"),
    /** A text longer than its column. */
    LENGTH("22001"),
    /** A check that fails. */
    CHECK("23514"),
    /** A unique key that the table has already. */
    TAKEN("23505"),
    /** A unique key that another of the rows has too. */
    REPEATED("23505"),
    /** A parent that is not there. */
    ORPHAN("23503");

    private final String sqlState;

    Ground(String sqlState) {
        this.sqlState = sqlState;
    }

    /** Returns the grounds that the failure can have, the likeliest first. */
    static List<Ground> of(SQLException failure) {
        return Arrays.stream(values())
                .filter(ground -> ground.sqlState.equals(PgErrors.state(failure)))
                .toList();
    }
}
