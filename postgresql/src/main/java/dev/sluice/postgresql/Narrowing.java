package dev.sluice.postgresql;

import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RejectedRows;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.util.ServerErrorMessage;

/**
 * Brings a refused group in without its bad rows. Where the server names the line of the COPY that it refuses, the rows
 * before it are sent again, the row is set aside and the rest follows; where it names none (foreign keys, triggers after
 * the statement), the rows are halved until one is left.
 */
final class Narrowing {
    /** Lost deadlocks after which a group is given up. */
    private static final int MOST_DEADLOCKS = 20;

    /** After a bad row at a distance of n rows, the next attempt takes this many times n rows: more would be sent in vain. */
    private static final int REACH = 4;

    private static final int SHORTEST_REACH = 256;

    private final Loader loader;
    private final GroupTransaction transaction;
    private final RowGroup group;
    private final RejectedRows rejected;
    private int reach;
    private int deadlocks;

    Narrowing(Loader loader, GroupTransaction transaction, RowGroup group, RejectedRows rejected) {
        this.loader = loader;
        this.transaction = transaction;
        this.group = group;
        this.rejected = rejected;
    }

    /** Loads the whole group again after it failed with {@code failure}. */
    void load(SQLException failure) throws SQLException {
        reach = group.rows();
        deadlocks = 0;
        load(narrow(0, group.rows(), failure), group.rows());
    }

    private void load(int from, int to) throws SQLException {
        int begin = from;
        while (begin < to) {
            int end = (int) Math.min(to, (long) begin + reach);
            Optional<SQLException> failure = attempt(begin, end);
            if (failure.isPresent()) {
                begin = narrow(begin, end, failure.get());
            } else {
                begin = end;
                reach = (int) Math.min((long) reach * REACH, group.rows());
            }
        }
    }

    private Optional<SQLException> attempt(int from, int to) throws SQLException {
        transaction.beginGroup();
        try {
            loader.begin();
            group.send(from, to, loader::send);
            loader.end();
            transaction.endGroup(to - from);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    /** Deals with rows that failed together; returns where to go on. */
    private int narrow(int from, int to, SQLException failure) throws SQLException {
        transaction.rollBackGroup();
        if (PgErrors.isConcurrency(failure) && ++deadlocks <= MOST_DEADLOCKS) {
            // Rows of earlier groups may be what the other channel waits for: let them go.
            transaction.commit();
            return from;
        }
        if (!PgErrors.isRowFault(failure)) {
            throw failure;
        }
        OptionalInt line = loader.refusedLine(failure);
        if (line.isPresent() && line.getAsInt() <= to - from) {
            return setAside(from, from + line.getAsInt() - 1, failure);
        }
        return to - from == 1 ? setAside(from, from, failure) : halve(from, to);
    }

    private int setAside(int from, int bad, SQLException failure) throws SQLException {
        reach = (int) Math.max(SHORTEST_REACH, Math.min((long) (bad - from) * REACH, group.rows()));
        load(from, bad);
        rejected.rejected(new RejectedRow(group.batchOf(bad), group.indexInBatch(bad), reason(failure)));
        return bad + 1;
    }

    private int halve(int from, int to) throws SQLException {
        int middle = (from + to) >>> 1;
        reach = middle - from;
        load(from, middle);
        return middle;
    }

    private RejectedRow.Reason reason(SQLException failure) {
        ServerErrorMessage server = PgErrors.serverMessage(failure);
        Optional<String> column = Optional.ofNullable(server == null ? null : server.getColumn());
        return new RejectedRow.Reason(
                PgErrors.state(failure), PgErrors.message(failure), column.or(() -> loader.refusedColumn(failure)));
    }
}
