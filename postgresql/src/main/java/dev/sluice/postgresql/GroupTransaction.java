package dev.sluice.postgresql;

import java.sql.SQLException;

/** The transaction of a split, with a savepoint before each group, and the count of the rows in it. */
final class GroupTransaction {
    /** Deferred constraints are checked group by group, so that the row that breaks one can still be found. */
    private static final String BEGIN =
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET CONSTRAINTS ALL IMMEDIATE; ";

    private static final String SAVEPOINT = "SAVEPOINT sluice_group";

    private final PgSession session;
    private boolean begun;
    private boolean savepoint;
    private long uncommitted;
    private long committed;

    GroupTransaction(PgSession session) {
        this.session = session;
    }

    void beginGroup() throws SQLException {
        String release = savepoint ? "RELEASE " + SAVEPOINT + "; " : "";
        session.execute((begun ? release : BEGIN) + SAVEPOINT);
        begun = true;
        savepoint = true;
    }

    void endGroup(long rows) {
        uncommitted += rows;
    }

    /** Undoes the group that is under way. */
    void rollBackGroup() throws SQLException {
        session.execute("ROLLBACK TO " + SAVEPOINT);
    }

    void commit() throws SQLException {
        if (begun) {
            session.execute("COMMIT");
            begun = false;
            savepoint = false;
            committed += uncommitted;
            uncommitted = 0;
        }
    }

    long committedRows() {
        return committed;
    }
}
