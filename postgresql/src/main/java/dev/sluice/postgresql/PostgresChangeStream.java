package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
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
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The changes that a replication slot decodes. Nothing is acknowledged but what {@link #acknowledge} was called for. */
final class PostgresChangeStream implements ChangeStream, PgOutputDecoder.Listener {
    /** A transaction that is so young when it comes is not part of a backlog. */
    private static final Duration YOUNG = Duration.ofSeconds(1);

    /** After so many looks without a change, the place that the server has come to is of interest by itself. */
    private static final int IDLE_LOOKS = 40;

    /** So long a batch without changes is waited for at most. */
    private static final Duration FRUITLESS = Duration.ofSeconds(1);

    /** A batch is large enough with that many bytes; what is more costs the destination as much per change. */
    private static final int LARGE = 8 << 20;

    private final Sessions sessions;
    private final StreamMessages messages;
    private final PgSession catalogue;
    private final OutputOptions options;
    private final String ddlPrefix;
    private final PartitionRoutes routes;
    private final DdlHandling handling;
    private final ChangeFilter filter;
    private final SchemaWatch schemas;
    private final Heartbeat heartbeat;
    private final Time time;
    private final TransactionAssembler assembler;

    private ChangeBatch batch = new ChangeBatch(0);
    private boolean inTransaction;
    private Lsn transaction = Lsn.NONE;
    private Lsn position = Lsn.NONE;
    private Instant committed = Instant.EPOCH;
    private final IdentityHashMap<ChangedTable, Projection> projections = new IdentityHashMap<>();
    private final Set<ChangedTable> undescribed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<TableName> copiedAnew = new HashSet<>();
    private int wholeChanges;
    private boolean begunBefore;
    /** Whether a transaction has come to its end in this batch. */
    private boolean ended;

    private boolean beginsEarly;
    private boolean takenBack;
    private @Nullable SyncException refused;
    private volatile boolean interrupted;

    /**
     * A stream that was opened.
     *
     * @param sessions those of its source
     * @param messages what comes
     * @param catalogue the session that is asked about tables meanwhile
     * @param options what was asked for
     * @param ddlPrefix what messages about DDL begin with
     * @param scratch where transactions are kept that have not ended
     */
    record Opened(
            Sessions sessions,
            StreamMessages messages,
            PgSession catalogue,
            OutputOptions options,
            String ddlPrefix,
            Path scratch) {}

    PostgresChangeStream(
            Opened opened,
            PartitionRoutes routes,
            SchemaWatch schemas,
            DdlHandling handling,
            ChangeFilter filter,
            Heartbeat heartbeat,
            Time time) {
        this.sessions = opened.sessions();
        this.messages = opened.messages();
        this.catalogue = opened.catalogue();
        this.options = opened.options();
        this.ddlPrefix = opened.ddlPrefix();
        this.schemas = schemas;
        this.routes = routes;
        this.handling = handling;
        this.filter = filter;
        this.heartbeat = heartbeat;
        this.time = time;
        this.assembler = new TransactionAssembler(
                new PgOutputDecoder(this, routes), this, new EarlyTransaction(), opened.scratch());
    }

    @Override
    public Fetched fetch(ChangeBatch into) {
        sessions.requireNotCancelled();
        into.goOnFrom(batch);
        batch = into;
        begunBefore = inTransaction;
        wholeChanges = 0;
        ended = false;
        try {
            requireNotRefused();
            boolean more = receive();
            if (!inTransaction && !more) {
                // Whatever is before the place of the server's last word has come by now.
                position = Lsn.later(position, messages.lastWord());
            }
            return new Fetched(!inTransaction, position, committed, more, takenBack);
        } catch (SQLException e) {
            throw messages.session().failed(e, "The source stopped sending changes");
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

    /** Returns whether there is more. */
    private boolean receive() throws SQLException, InterruptedException {
        int idle = 0;
        takenBack = false;
        if (beginsEarly) {
            beginEarly();
        }
        long begin = time.nanos();
        while (batch.length() < LARGE && refused == null && !takenBack && !beginsEarly) {
            requireGoingOn();
            if (assembler.isBusy()) {
                assembler.goOn();
                continue;
            }
            ByteBuffer message = messages.look();
            boolean mayEnd = !inTransaction && batch.changes() > 0;
            if (message == null && !(mayEnd && isLive())) {
                message = isUrgent() ? messages.await() : messages.gather();
            }
            if (message != null) {
                assembler.take(message.array(), message.arrayOffset() + message.position(), message.remaining());
            } else if (mayEnd || (!inTransaction && idle == IDLE_LOOKS)) {
                return false;
            } else {
                stayAwake(idle++);
            }
            if (isFruitless(begin)) {
                return false;
            }
        }
        if (refused != null) {
            goBackToWhole();
        }
        return true;
    }

    /** Where much comes and nothing of it is wanted, the place that it has come to is of interest too. */
    private boolean isFruitless(long begin) {
        return batch.changes() == 0
                && !inTransaction
                && !assembler.isBusy()
                && time.nanos() - begin >= FRUITLESS.toNanos();
    }

    /** A transaction that has not come to its end yet can wait, as can what is late anyway. */
    private boolean isUrgent() {
        return isLive() && !inTransaction && !assembler.isInBlock();
    }

    /** Who keeps up need not wait for more. */
    private boolean isLive() {
        return committed.plus(YOUNG).isAfter(time.now());
    }

    /** What was committed before the refused transaction goes on; what a destination has of it already is rolled back. */
    private void goBackToWhole() {
        batch.cut(wholeChanges);
        if (!ended) {
            requireNotRefused();
        }
        inTransaction = false;
    }

    private void requireNotRefused() {
        if (refused != null) {
            throw refused;
        }
    }

    private void stayAwake(int idle) throws SQLException {
        heartbeat.beatWhenDue();
        if (idle == IDLE_LOOKS / 2) {
            messages.tell();
        }
        if (idle == IDLE_LOOKS) {
            // A destination is not to wait in a transaction for a source that takes its time.
            assembler.takeBack();
        }
    }

    /** A transaction that goes on before it is committed. */
    private final class EarlyTransaction implements TransactionAssembler.Listener {
        @Override
        public boolean takesEarly() {
            return filter.takesUncommitted() && !inTransaction;
        }

        /** What came before goes on by itself first: it would be taken back too. */
        @Override
        public void beginEarly() {
            beginsEarly = batch.changes() > 0 || begunBefore;
            if (!beginsEarly) {
                PostgresChangeStream.this.beginEarly();
            }
        }

        @Override
        public void commit(Commit commit) {
            PostgresChangeStream.this.commit(commit);
        }

        @Override
        public void takeBack() {
            inTransaction = false;
            batch.clear();
            takenBack = true;
        }
    }

    /** It will be committed behind everything that came so far. */
    private void beginEarly() {
        beginsEarly = false;
        inTransaction = true;
        transaction = Lsn.later(position, messages.lastWord());
        batch.beginUncommitted();
    }

    @Override
    public void begin(Transaction begun) {
        inTransaction = true;
        transaction = begun.position();
        batch.begin(begun);
        wholeChanges = batch.changes();
    }

    @Override
    public void describe(ChangedTable table) {
        undescribed.add(table);
        if (assembler.isEarly() && !schemas.isKnown(table)) {
            assembler.takeBack();
        }
    }

    /**
     * A description comes once, and perhaps before changes of its table are wanted.
     *
     * @return whether it came now, so that the table may have to be copied anew
     */
    private boolean describeWanted(ChangedTable table) {
        if (undescribed.isEmpty() || !undescribed.remove(table)) {
            return false;
        }
        options.requirePortable(table);
        redefine(() -> schemas.described(table));
        project(table);
        return true;
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
            takeBackWhatComesLater(table.name());
            return;
        }
        if (describeWanted(table) && copiedAnew.contains(table.name())) {
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

    /** Whether such a change is wanted depends on where the commit will be. */
    private void takeBackWhatComesLater(TableName table) {
        if (assembler.isEarly() && filter.wants(table, Lsn.LAST)) {
            assembler.takeBack();
        }
    }

    @Override
    public void truncate(List<ChangedTable> tables, boolean restartIdentity) {
        List<ChangedTable> wanted =
                tables.stream().filter(table -> wants(table.name())).toList();
        wanted.forEach(this::describeWanted);
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
        ended = true;
        position = commit.end();
        committed = commit.time();
    }

    @Override
    public void acknowledge(Lsn safe) {
        messages.acknowledge(safe);
    }

    @Override
    public void close() {
        try (assembler;
                messages) {
            interrupted = true;
        } finally {
            sessions.close(messages.session());
            sessions.close(catalogue);
        }
    }
}
