package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeStream;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.DdlKind;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.TableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** The changes that a replication slot decodes. Nothing is acknowledged but what {@link #acknowledge} was called for. */
final class PostgresChangeStream implements ChangeStream, PgOutputDecoder.Listener {
    /** How long to wait before looking again when nothing has come, besides the millisecond that the driver waits itself. */
    private static final Duration NAP = Duration.ofMillis(2);

    /** After so many looks without a change the next one is not awaited any more. */
    private static final int EAGER_LOOKS = 50;

    /** A transaction that is so young when it comes is not part of a backlog. */
    private static final Duration YOUNG = Duration.ofSeconds(1);

    /**
     * The server sends every change by itself, and whoever waits for one is woken by it, which costs the server half as much
     * as decoding. So where a batch has that many bytes already, what comes is left to gather.
     */
    private static final int MUCH = 1 << 16;

    private static final Duration GATHERING = Duration.ofMillis(5);

    /**
     * Where nothing is pending the driver waits for a millisecond and returns with the first that comes. That alone takes so
     * long: what is there is read in a few microseconds.
     */
    private static final long WAITED_NANOS = 30_000;

    /** After so many naps without a change, the place that the server has come to is of interest by itself. */
    private static final int IDLE_NAPS = 80;

    /** A batch is large enough with that many bytes; what is more costs the destination as much per change. */
    private static final int LARGE = 8 << 20;

    private final Sessions sessions;
    private final PgSession session;
    private final PgSession catalogue;
    private final OutputOptions options;
    private final PGReplicationStream stream;
    private final Lsn begin;
    private final String ddlPrefix;
    private final PartitionRoutes routes;
    private final DdlHandling handling;
    private final ChangeFilter filter;
    private final SchemaWatch schemas;
    private final Heartbeat heartbeat;
    private final Time time;
    private final PgOutputDecoder decoder;

    private ChangeBatch batch = new ChangeBatch(0);
    private boolean inTransaction;
    private Lsn transaction = Lsn.NONE;
    private Lsn position = Lsn.NONE;
    private Instant committed = Instant.EPOCH;
    private final IdentityHashMap<ChangedTable, Projection> projections = new IdentityHashMap<>();
    private final Set<TableName> copiedAnew = new HashSet<>();
    private int wholeChanges;
    private boolean begunBefore;
    private boolean waited;
    private @Nullable SyncException refused;
    private volatile boolean interrupted;

    /**
     * A stream that was opened.
     *
     * @param sessions those of its source
     * @param session the one that it is read by
     * @param catalogue the one that is asked about tables meanwhile
     * @param options what was asked for
     * @param stream the driver's
     * @param begin where it begins: the source keeps nothing before
     * @param ddlPrefix what messages about DDL begin with
     */
    record Opened(
            Sessions sessions,
            PgSession session,
            PgSession catalogue,
            OutputOptions options,
            PGReplicationStream stream,
            Lsn begin,
            String ddlPrefix) {}

    PostgresChangeStream(
            Opened opened,
            PartitionRoutes routes,
            SchemaWatch schemas,
            DdlHandling handling,
            ChangeFilter filter,
            Heartbeat heartbeat,
            Time time) {
        this.sessions = opened.sessions();
        this.session = opened.session();
        this.catalogue = opened.catalogue();
        this.options = opened.options();
        this.stream = opened.stream();
        this.begin = opened.begin();
        this.ddlPrefix = opened.ddlPrefix();
        this.schemas = schemas;
        this.routes = routes;
        this.handling = handling;
        this.filter = filter;
        this.heartbeat = heartbeat;
        this.time = time;
        this.decoder = new PgOutputDecoder(this, routes);
    }

    @Override
    public Fetched fetch(ChangeBatch into) {
        sessions.requireNotCancelled();
        into.goOnFrom(batch);
        batch = into;
        begunBefore = inTransaction;
        wholeChanges = 0;
        try {
            requireNotRefused();
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

    @Override
    public void interrupt() {
        interrupted = true;
    }

    private void requireGoingOn() {
        sessions.requireNotCancelled();
        if (interrupted) {
            throw new SyncException(ErrorCode.CANCELLED, "The reading of changes was ended");
        }
    }

    /** Returns whether it ended because the batch is large enough. */
    private boolean receive() throws SQLException, InterruptedException {
        int naps = 0;
        waited = false;
        while (batch.length() < LARGE && refused == null) {
            ByteBuffer message = next();
            if (message != null) {
                decoder.decode(message.array(), message.arrayOffset() + message.position(), message.remaining());
            } else if (!inTransaction && (batch.changes() > 0 || naps == IDLE_NAPS)) {
                return false;
            } else {
                nap(naps++);
            }
            if (waited && !inTransaction && batch.changes() > 0 && isLive()) {
                return false;
            }
        }
        if (refused != null) {
            goBackToWhole();
        }
        return true;
    }

    private @Nullable ByteBuffer next() throws SQLException, InterruptedException {
        long asked = time.nanos();
        ByteBuffer message = stream.readPending();
        if (time.nanos() - asked > WAITED_NANOS) {
            waited = true;
            if (batch.length() > MUCH) {
                time.sleep(GATHERING);
            }
        }
        return message;
    }

    /** Who keeps up, and had to wait for what came last, need not wait for more. */
    private boolean isLive() {
        return committed.plus(YOUNG).isAfter(time.now());
    }

    /** What was committed before the refused transaction goes on; what a destination has of it already is rolled back. */
    private void goBackToWhole() {
        batch.cut(wholeChanges);
        if (begunBefore || wholeChanges == 0) {
            requireNotRefused();
        }
        inTransaction = false;
    }

    private void requireNotRefused() {
        if (refused != null) {
            throw refused;
        }
    }

    private void nap(int naps) throws SQLException, InterruptedException {
        requireGoingOn();
        heartbeat.beatWhenDue();
        if (naps == IDLE_NAPS / 2) {
            stream.forceUpdateStatus();
        }
        if (naps >= EAGER_LOOKS) {
            time.sleep(NAP);
        }
    }

    @Override
    public void begin(Transaction begun) {
        inTransaction = true;
        transaction = begun.position();
        batch.begin(begun);
        wholeChanges = batch.changes();
    }

    /** A type of somebody's own may have come with a column; its binary form means nothing to another server. */
    @Override
    public void describe(ChangedTable table) {
        if (options.binary()
                && !OutputOptions.allPortable(
                        table.columns().stream().map(ChangedColumn::type).toList())) {
            throw new SyncException(
                    ErrorCode.CONNECTION_LOST,
                    "A column of " + table.name() + " has got a type that goes as text only",
                    "Nothing is to be done: the changes are read again, as text",
                    null);
        }
        if (filter.wants(table.name(), transaction)) {
            redefine(() -> schemas.described(table));
            project(table);
        }
    }

    /** Tables that go on as they come are not in the map. */
    private void project(ChangedTable table) {
        Projection projection = new Projection(table, schemas.names(table));
        if (!projection.table().equals(table)) {
            projections.put(table, projection);
        }
    }

    private void redefine(Supplier<Optional<Redefinition>> seen) {
        try {
            seen.get().ifPresent(this::redefine);
        } catch (SyncException e) {
            if (e.code() != ErrorCode.DDL_REFUSED) {
                throw e;
            }
            refused = e;
        }
    }

    /** What else the stream has of a table that is copied anew is in the copy. */
    private void redefine(Redefinition redefinition) {
        batch.append(redefinition);
        redefinition
                .leftOut()
                .forEach(change -> batch.warn("the source's table " + redefinition.table() + " was changed: "
                        + change.describe() + "; nothing of it is done at the destination, as " + change.kind()
                        + " is " + DdlPolicy.ALERT));
        if (redefinition.anew()) {
            copiedAnew.add(redefinition.table());
        }
    }

    private boolean wants(TableName table) {
        return !copiedAnew.contains(table) && filter.wants(table, transaction);
    }

    @Override
    public void change(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count) {
        if (!wants(table.name())) {
            return;
        }
        Projection projection = projections.get(table);
        if (projection == null) {
            batch.append(kind, table, bytes, offset, count);
        } else if (projection.keepsAll()) {
            batch.append(kind, projection.table(), bytes, offset, count);
        } else {
            projection.project(bytes, offset, count);
            batch.append(kind, projection.table(), projection.bytes(), 0, projection.length());
        }
    }

    @Override
    public void truncate(List<ChangedTable> tables, boolean restartIdentity) {
        List<ChangedTable> wanted =
                tables.stream().filter(table -> wants(table.name())).toList();
        if (!wanted.isEmpty() && isFollowed(wanted.get(0).name())) {
            append(wanted, restartIdentity);
        }
    }

    private boolean isFollowed(TableName emptied) {
        DdlPolicy policy = handling.of(DdlKind.TRUNCATE_TABLE);
        String what = "the source's table " + emptied + " was emptied by TRUNCATE";
        switch (policy) {
            case ALERT ->
                batch.warn(what + "; nothing of it is done at the destination, as " + DdlKind.TRUNCATE_TABLE + " is "
                        + policy);
            case CRITICAL ->
                refused = new SyncException(
                        ErrorCode.DDL_REFUSED,
                        "T" + what.substring(1) + ". The job stops at " + DdlKind.TRUNCATE_TABLE
                                + "; everything before it is at the destination",
                        "State another Action for " + DdlKind.TRUNCATE_TABLE
                                + " in DdlHandlingSettings (Normal: do it there too, Ignore, Alert), and start the job"
                                + " again",
                        null);
            case NORMAL, IGNORE -> {}
        }
        return policy == DdlPolicy.NORMAL;
    }

    private void append(List<ChangedTable> wanted, boolean restartIdentity) {
        for (Truncation truncation : routes.truncations(wanted, restartIdentity)) {
            batch.append(truncation);
        }
    }

    @Override
    public void message(Lsn at, String prefix, byte[] content) {
        // A heartbeat has done all it was for when it has come.
        if (prefix.equals(ddlPrefix)) {
            redefine(() -> schemas.told(new String(content, StandardCharsets.UTF_8), this::wants));
        }
    }

    @Override
    public void commit(Commit commit) {
        inTransaction = false;
        position = commit.end();
        committed = commit.time();
    }

    /** A server would let its slot go back, and decode once more what it may have no catalogue for any more. */
    @Override
    public void acknowledge(Lsn safe) {
        LogSequenceNumber place =
                LogSequenceNumber.valueOf(Lsn.later(begin, safe).value());
        stream.setFlushedLSN(place);
        stream.setAppliedLSN(place);
    }

    private static Lsn lsn(LogSequenceNumber place) {
        return new Lsn(place.asLong());
    }

    /** The server learns what was acknowledged last, however short the stream was. */
    @Override
    public void close() {
        try {
            if (!stream.isClosed()) {
                stream.forceUpdateStatus();
                stream.close();
            }
        } catch (SQLException e) {
            throw session.failed(e, "The reading of changes cannot be ended");
        } finally {
            sessions.close(session);
            sessions.close(catalogue);
        }
    }
}
