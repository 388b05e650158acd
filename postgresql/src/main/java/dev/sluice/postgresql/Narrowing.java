package dev.sluice.postgresql;

import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RejectedRows;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Brings a refused group in without its bad rows. Where the server names the line of the COPY that it refuses, the rows
 * before it are sent again, the row is set aside and the rest follows; where it names none (foreign keys, triggers after
 * the statement), the rows are halved until one is left.
 */
final class Narrowing {
    /** The context that COPY FROM gives its errors: the relation, the line from 1, and the column where one is to blame. */
    private static final Pattern LINE = Pattern.compile("^COPY .*, line (\\d+)", Pattern.MULTILINE);

    private static final Pattern COLUMN = Pattern.compile("^COPY .*, line \\d+, column ([^:\\n]+)", Pattern.MULTILINE);

    /** Lost deadlocks after which a group is given up. */
    private static final int MOST_DEADLOCKS = 20;

    private final Loader loader;
    private final GroupTransaction transaction;
    private final RowGroup group;
    private final RejectedRows rejected;

    Narrowing(Loader loader, GroupTransaction transaction, RowGroup group, RejectedRows rejected) {
        this.loader = loader;
        this.transaction = transaction;
        this.group = group;
        this.rejected = rejected;
    }

    /** Loads the whole group again after it failed with {@code first}. */
    void load(SQLException first) throws SQLException {
        load(0, group.rows(), first);
    }

    private void load(int from, int to, SQLException first) throws SQLException {
        SQLException failure = first;
        int begin = from;
        while (begin < to) {
            if (failure == null) {
                failure = attempt(begin, to);
                if (failure == null) {
                    return;
                }
            }
            transaction.rollBackGroup();
            if (PgErrors.isConcurrency(failure)) {
                failure = retry(begin, to, failure);
                continue;
            }
            begin = pass(begin, to, failure);
            failure = null;
        }
    }
}
