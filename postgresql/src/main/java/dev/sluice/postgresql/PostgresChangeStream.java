package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** The changes that a replication slot decodes. Nothing is acknowledged but what {@link #acknowledge} was called for. */
final class PostgresChangeStream implements ChangeStream, PgOutputDecoder.Listener {
    /** How long to wait before looking again when nothing has come. */
    private static final Duration NAP = Duration.ofMillis(2);

    /** After so many naps without a change, the place that the server has come to is of interest by itself. */
    private static final int IDLE_NAPS = 250;

    /** A batch is large enough with that many bytes; what is more costs the destination as much per change. */
    private static final int LARGE = 8 << 20;

    private final Sessions sessions;
    private final PgSession session;
    private final PGReplicationStream stream;
    private final ChangeFilter filter;
    private final Time time;
    private final PgOutputDecoder decoder = new PgOutputDecoder(this);

    private ChangeBatch batch = new ChangeBatch(0);
    private boolean inTransaction;
    private Lsn transaction = Lsn.NONE;
    private Lsn position = Lsn.NONE;
    private Instant committed = Instant.EPOCH;

    PostgresChangeStream(
            Sessions sessions, PgSession session, PGReplicationStream stream, ChangeFilter filter, Time time) {
        this.sessions = sessions;
        this.session = session;
        this.stream = stream;
        this.filter = filter;
        this.time = time;
    }

    @Override
    public Fetched fetch(ChangeBatch into) {
        batch = into;
        try {
            boolean more = receive();
            if (!inTransaction && !more) {
                // Whatever is before the place of the server's last word has come by now.
                position = Lsn.later(position, lsn(stream.getLastReceiveLSN()));
            }
            return new Fetched(!inTransaction, position, committed, more);
        } catch (SQLException e) {
            throw session.failed(e, "The source stopped sending changes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.CANCELLED, "The reading of changes was interrupted", null, e);
        }
    }

    /** Returns whether it ended because the batch is large enough. */
    private boolean receive() throws SQLException, InterruptedException {
        int naps = 0;
        while (batch.length() < LARGE) {
            ByteBuffer message = stream.readPending();
            if (message != null) {
                decoder.decode(message.array(), message.arrayOffset() + message.position(), message.remaining());
            } else if (!inTransaction && (batch.changes() > 0 || naps == IDLE_NAPS)) {
                return false;
            } else {
                nap(naps++);
            }
        }
        return true;
    }

    private void nap(int naps) throws SQLException, InterruptedException {
        sessions.requireNotCancelled();
        if (naps == IDLE_NAPS / 2) {
            stream.forceUpdateStatus();
        }
        time.sleep(NAP);
    }

    @Override
    public void begin(Lsn commitPosition) {
        inTransaction = true;
        transaction = commitPosition;
    }

    @Override
    public void change(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count) {
        if (filter.wants(table.name(), transaction)) {
            batch.append(kind, table, bytes, offset, count);
        }
    }

    @Override
    public void truncate(Truncation truncation) {
        List<ChangedTable> wanted = truncation.tables().stream()
                .filter(table -> filter.wants(table.name(), transaction))
                .toList();
        if (!wanted.isEmpty()) {
            batch.append(new Truncation(wanted, truncation.cascade(), truncation.restartIdentity()));
        }
    }

    @Override
    public void message(Lsn at, String prefix, byte[] content) {
        // Messages are not asked for yet.
    }

    @Override
    public void commit(Commit commit) {
        inTransaction = false;
        position = commit.end();
        committed = commit.time();
    }

    @Override
    public void acknowledge(Lsn safe) {
        LogSequenceNumber place = LogSequenceNumber.valueOf(safe.value());
        stream.setFlushedLSN(place);
        stream.setAppliedLSN(place);
    }

    private static Lsn lsn(LogSequenceNumber place) {
        return new Lsn(place.asLong());
    }

    @Override
    public void close() {
        try {
            if (!stream.isClosed()) {
                stream.close();
            }
        } catch (SQLException e) {
            throw session.failed(e, "The reading of changes cannot be ended");
        } finally {
            sessions.close(session);
        }
    }
}
