package dev.sluice.postgresql;

import dev.sluice.connector.RejectedRows;
import dev.sluice.connector.RowSink;
import dev.sluice.row.BatchPool;
import dev.sluice.row.RowBatch;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Writes with one transaction per split and one COPY per group of batches, as many as the pool lends, so that a network's
 * latency is paid per group. The group is kept until the server has accepted it; when the server refuses it, its rows are
 * narrowed down to the bad ones.
 */
final class PostgresSink implements RowSink {
    private final Sessions sessions;
    private final PgSession session;
    private final Loader loader;
    private final GroupTransaction transaction;
    private final Narrowing narrowing;
    private final BatchPool pool;
    private final RowGroup group = new RowGroup();

    PostgresSink(
            Sessions sessions,
            PgSession session,
            Loader loader,
            Optional<Sieve> sieve,
            TargetTable target,
            BatchPool pool,
            RejectedRows rejected) {
        this.sessions = sessions;
        this.session = session;
        this.loader = loader;
        this.pool = pool;
        this.transaction = new GroupTransaction(session);
        this.narrowing = new Narrowing(loader, sieve, transaction, group, rejected, target.selfReferring());
    }

    @Override
    public void write(RowBatch batch) {
        if (batch.rows() == 0) {
            pool.give(batch);
            return;
        }
        try {
            sessions.requireNotCancelled();
            if (narrowing.expectsMany()) {
                group.add(batch);
            } else {
                send(batch);
            }
            if (isGroupFull()) {
                endGroup();
            }
        } catch (SQLException e) {
            throw session.failed(e, "The destination stopped taking rows");
        }
    }

    /** While the one half is sieved, which is sent when it is whole, the reader can fill the other. */
    private boolean isGroupFull() {
        int share = narrowing.expectsMany() ? 2 : 1;
        return group.batches().size() >= Math.max(1, pool.held() / share) || group.bytes() >= pool.heldBytes() / share;
    }

    private void send(RowBatch batch) throws SQLException {
        boolean first = group.isEmpty();
        group.add(batch);
        try {
            if (first) {
                transaction.beginGroup();
                loader.begin();
            }
            loader.send(batch, 0, batch.rows());
        } catch (SQLException e) {
            narrow(e);
        }
    }

    private void endGroup() throws SQLException {
        if (group.isEmpty()) {
            return;
        }
        if (narrowing.expectsMany()) {
            narrowing.loadUnsent();
            release();
            return;
        }
        try {
            transaction.endGroup(loader.end());
            release();
        } catch (SQLException e) {
            narrow(e);
        }
    }

    private void narrow(SQLException e) throws SQLException {
        narrowing.load(e);
        release();
    }

    private void release() {
        group.batches().forEach(pool::give);
        group.clear();
    }

    @Override
    public void commit() {
        try {
            endGroup();
            transaction.commit();
        } catch (SQLException e) {
            throw session.failed(e, "The destination did not commit");
        }
    }

    @Override
    public long committedRows() {
        return transaction.committedRows();
    }

    @Override
    public void close() {
        sessions.close(session);
    }
}
