package dev.sluice.postgresql;

import dev.sluice.connector.RejectedRow;
import dev.sluice.connector.RejectedRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.util.ServerErrorMessage;

/**
 * Brings a refused group in without its bad rows. Where the server names the line of the COPY that it refuses, the rows
 * before it are sent again, the row is set aside and the rest follows. Where it names none (foreign keys, triggers after
 * the statement), or where bad rows turn out to be many, the rows go through a {@link Sieve}; where that does not work,
 * they are halved until one is left.
 */
final class Narrowing {
    /** Lost deadlocks after which a group is given up. */
    private static final int MOST_DEADLOCKS = 20;

    /** After a bad row at a distance of n rows, the next attempt takes this many times n rows: more would be sent in vain. */
    private static final int REACH = 4;

    private static final int SHORTEST_REACH = 256;

    /** A group with so many bad rows already is sieved; fewer are found sooner one by one. */
    private static final int FEW = 8;

    private final Loader loader;
    private final Optional<Sieve> sieve;
    private final GroupTransaction transaction;
    private final RowGroup group;
    private final RejectedRows rejected;
    private final boolean selfReferring;
    private int reach;
    private int deadlocks;
    private final List<Orphan> orphans = new ArrayList<>();
    private int found;
    private boolean sieving;

    /** A row that was refused because what it refers to is not there, or not yet: it may be a row behind it. */
    private record Orphan(int row, RejectedRow.Reason reason) {}

    /** {@code selfReferring} says whether rows of the table refer to others of the same table. */
    Narrowing(
            Loader loader,
            Optional<Sieve> sieve,
            GroupTransaction transaction,
            RowGroup group,
            RejectedRows rejected,
            boolean selfReferring) {
        this.selfReferring = selfReferring;
        this.loader = loader;
        this.sieve = sieve;
        this.transaction = transaction;
        this.group = group;
        this.rejected = rejected;
    }

    /** Returns whether so many rows were bad of late that the next group is better not sent before it is sieved. */
    boolean expectsMany() {
        return sieving && found > FEW;
    }

    /** Loads the whole group, of which nothing was sent yet. */
    void loadUnsent() throws SQLException {
        begin();
        if (!sift(0, group.rows())) {
            load(0, group.rows());
        }
        retryOrphansWhileItHelps();
    }

    /** Loads the whole group again after it failed with {@code failure}. */
    void load(SQLException failure) throws SQLException {
        begin();
        load(narrow(0, group.rows(), failure), group.rows());
        retryOrphansWhileItHelps();
    }

    private void begin() {
        reach = group.rows();
        deadlocks = 0;
        found = 0;
        sieving = sieve.isPresent();
    }

    private void retryOrphansWhileItHelps() throws SQLException {
        int before = Integer.MAX_VALUE;
        while (!orphans.isEmpty() && orphans.size() < before) {
            before = orphans.size();
            retryOrphans();
        }
        orphans.forEach(orphan -> reject(orphan.row(), orphan.reason()));
        orphans.clear();
    }

    /** From the last to the first, then the other way round: a chain is solved whichever way it runs. */
    private void retryOrphans() throws SQLException {
        List<Orphan> retried = new ArrayList<>(orphans);
        Collections.reverse(retried);
        orphans.clear();
        for (Orphan orphan : retried) {
            load(orphan.row(), orphan.row() + 1);
        }
    }

    private void load(int from, int to) throws SQLException {
        int begin = from;
        while (begin < to) {
            if (expectsMany() && to - begin > FEW && sift(begin, to)) {
                return;
            }
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

    /** Sieves rows, again when it fails on grounds that were new; where it does not work, it is not tried again. */
    private boolean sift(int from, int to) throws SQLException {
        while (sieve.map(Sieve::isReady).orElse(false)) {
            transaction.beginGroup();
            try {
                Sieve.Sifted sifted = sieve.orElseThrow().sift(group, from, to);
                transaction.endGroup(sifted.taken());
                sifted.refusals().forEach(refusal -> reject(from + refusal.row(), refusal.reason()));
                return true;
            } catch (SQLException e) {
                rollBack(e);
                if (!learn(e)) {
                    sieving = false;
                    requireNarrowable(e);
                    return false;
                }
            }
        }
        return false;
    }

    private boolean learn(SQLException failure) {
        return sieve.map(one -> one.learn(failure)).orElse(false);
    }

    /** What staging met is a row's fault, a lost deadlock, or that the user may not look at a table. */
    private static void requireNarrowable(SQLException e) throws SQLException {
        if (!PgErrors.isRowFault(e) && !PgErrors.isConcurrency(e) && !PgErrors.isRefusedStatement(e)) {
            throw e;
        }
    }

    private void reject(int row, RejectedRow.Reason reason) {
        found++;
        rejected.rejected(new RejectedRow(group.batchOf(row), group.indexInBatch(row), reason));
    }

    private Optional<SQLException> attempt(int from, int to) throws SQLException {
        transaction.beginGroup();
        try {
            loader.begin();
            group.send(from, to, loader::send);
            transaction.endGroup(loader.end());
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    /** Deals with rows that failed together; returns where to go on. */
    private int narrow(int from, int to, SQLException failure) throws SQLException {
        rollBack(failure);
        if (PgErrors.isConcurrency(failure) && ++deadlocks <= MOST_DEADLOCKS) {
            // Rows of earlier groups may be what the other channel waits for: let them go.
            transaction.commit();
            return from;
        }
        if (!PgErrors.isRowFault(failure)) {
            throw failure;
        }
        learn(failure);
        OptionalInt line = loader.refusedLine(failure);
        if (line.isPresent() && line.getAsInt() <= to - from && !PgErrors.isLate(failure)) {
            return setAside(from, from + line.getAsInt() - 1, failure);
        }
        if (to - from == 1) {
            return setAside(from, from, failure);
        }
        return sieving && sift(from, to) ? to : halve(from, to);
    }

    /** Where the session is gone there is nothing to roll back, and the failure is what counts. */
    private void rollBack(SQLException failure) throws SQLException {
        if (PgErrors.endsSession(failure)) {
            throw failure;
        }
        transaction.rollBackGroup();
    }

    private int setAside(int from, int bad, SQLException failure) throws SQLException {
        reach = (int) Math.max(SHORTEST_REACH, Math.min((long) (bad - from) * REACH, group.rows()));
        load(from, bad);
        if (selfReferring && PgErrors.isMissingParent(failure)) {
            orphans.add(new Orphan(bad, reason(failure)));
        } else {
            reject(bad, reason(failure));
        }
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
