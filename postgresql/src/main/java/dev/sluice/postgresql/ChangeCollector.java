package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a stream tells into batches: the changes that are wanted, in the columns that are followed, and what the job's
 * policies make of DDL. Knows where the stream is: in which transaction, and behind which. Used by one thread.
 */
final class ChangeCollector implements PgOutputDecoder.Listener {
    private final OutputOptions options;
    private final String ddlPrefix;
    private final PartitionRoutes routes;
    private final SchemaWatch schemas;
    private final ChangeFilter filter;
    private final CollectedChanges collected;
    private final Truncations truncations;
    private final Set<ChangedTable> undescribed = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean inTransaction;
    private Lsn transaction = Lsn.NONE;
    private Lsn position = Lsn.NONE;
    private Instant committed = Instant.EPOCH;

    /** Whether a transaction that began in an earlier batch goes on in this one. */
    private boolean begunBefore;

    /** Whether a transaction has come to its end in this batch. */
    private boolean ended;

    /** How many changes of this batch are of transactions before the one that goes on. */
    private int wholeChanges;

    private @Nullable SyncException refused;
    private boolean inProgress;
    private boolean misplaced;

    /** Whether DDL of which messages tell may have been undone. */
    private boolean doubtful;

    /**
     * Collects what {@code filter} wants.
     *
     * @param options what was asked for
     * @param ddlPrefix what messages about DDL begin with
     */
    ChangeCollector(
            OutputOptions options,
            String ddlPrefix,
            PartitionRoutes routes,
            SchemaWatch schemas,
            DdlHandling handling,
            ChangeFilter filter) {
        this.options = options;
        this.ddlPrefix = ddlPrefix;
        this.routes = routes;
        this.schemas = schemas;
        this.filter = filter;
        this.collected = new CollectedChanges(schemas, handling);
        this.truncations = new Truncations(routes, schemas, handling, collected);
    }

    /** Returns a decoder that tells this one. */
    PgOutputDecoder decoder() {
        return new PgOutputDecoder(this, routes);
    }

    /**
     * Goes on in another batch.
     *
     * @throws SyncException with DDL_REFUSED if all that came before a change that stops the job has been handed on
     */
    void goOn(ChangeBatch into) {
        collected.goOn(into);
        begunBefore = inTransaction;
        ended = false;
        wholeChanges = 0;
        requireNotRefused();
    }

    private void requireNotRefused() {
        if (refused != null) {
            throw refused;
        }
    }

    /** Returns how many bytes the batch has. */
    int length() {
        return collected.batch().length();
    }

    /** Returns whether the batch has no change. */
    boolean isEmpty() {
        return collected.batch().changes() == 0;
    }

    /** Returns whether the batch has something of transactions, which may have begun before it. */
    boolean isUnderWay() {
        return begunBefore || !isEmpty();
    }

    /** Returns whether what comes belongs to the transaction before. */
    boolean isInTransaction() {
        return inTransaction;
    }

    /** Returns whether something came at which the job stops. */
    boolean isRefused() {
        return refused != null;
    }

    /** Returns the position behind the last transaction that has ended. */
    Lsn position() {
        return position;
    }

    /** Returns when the last transaction that has ended was committed. */
    Instant committed() {
        return committed;
    }

    /** Takes note that everything before {@code place} has come. */
    void reached(Lsn place) {
        position = Lsn.later(position, place);
    }

    /** Leaves the transaction out that is refused; of one that began in an earlier batch the destination has to be told. */
    void goBackToWhole() {
        collected.batch().cut(wholeChanges);
        if (!ended) {
            requireNotRefused();
        }
        inTransaction = false;
    }

    /** Returns whether a transaction may be collected before it is committed. */
    boolean acceptsInProgress() {
        return filter.acceptsInProgress() && !inTransaction;
    }

    /** Begins to collect a transaction that will be committed behind {@code place} and everything that came. */
    void beginInProgress(Lsn place) {
        inProgress = true;
        misplaced = false;
        inTransaction = true;
        transaction = Lsn.later(position, place);
        collected.batch().beginInProgress();
    }

    /** Returns whether what is in progress cannot be collected yet: what becomes of it depends on where it is committed. */
    boolean isMisplaced() {
        return inProgress && misplaced;
    }

    /** Forgets what came of a transaction that was not committed. */
    void rollBack() {
        inProgress = false;
        inTransaction = false;
        collected.batch().clear();
    }

    /** Takes note that messages of the transaction that has begun may have been undone in it. */
    void doubtMessages() {
        doubtful = true;
    }

    @Override
    public void begin(Transaction begun) {
        inProgress = false;
        doubtful = false;
        inTransaction = true;
        transaction = begun.position();
        collected.batch().begin(begun);
        wholeChanges = collected.batch().changes();
    }

    @Override
    public void describe(ChangedTable table) {
        undescribed.add(table);
        misplaced |= !schemas.isKnown(table) || (inProgress && schemas.isBeingChanged(table, transaction));
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
        if (!inProgress) {
            orRefuse(() -> schemas.described(table, transaction).ifPresent(collected::append));
        } else if (schemas.isNews(table, transaction)) {
            // What a rollback would take back is told when the transaction comes again.
            undescribed.add(table);
            misplaced = true;
            return false;
        }
        collected.project(table);
        return true;
    }

    /** What stops the job stops it behind everything that came before. */
    private void orRefuse(Runnable step) {
        try {
            step.run();
        } catch (SyncException e) {
            if (e.code() != ErrorCode.DDL_REFUSED) {
                throw e;
            }
            refused = e;
        }
    }

    private boolean wants(TableName table) {
        return !collected.isCopiedAnew(table) && filter.wants(table, transaction);
    }

    @Override
    public void change(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count) {
        if (!wants(table.name())) {
            misplaced |= inProgress && filter.wants(table.name(), Lsn.LAST);
            return;
        }
        if (describeWanted(table) && collected.isCopiedAnew(table.name())) {
            return;
        }
        collected.append(kind, table, bytes, offset, count);
    }

    @Override
    public void truncate(List<ChangedTable> tables, boolean restartIdentity) {
        List<ChangedTable> wanted =
                tables.stream().filter(table -> wants(table.name())).toList();
        wanted.forEach(this::describeWanted);
        if (!wanted.isEmpty()) {
            orRefuse(() -> truncations.take(wanted, restartIdentity));
        }
    }

    @Override
    public void message(Lsn at, String prefix, byte[] content) {
        // A heartbeat has done all it was for when it has come.
        if (!prefix.equals(ddlPrefix)) {
            return;
        }
        String definition = new String(content, StandardCharsets.UTF_8);
        if (doubtful) {
            schemas.table(definition)
                    .filter(this::wants)
                    .ifPresent(table -> collected.copyAnew(
                            table,
                            "its definition was changed in a large transaction, of which a savepoint was rolled back"
                                    + " later, and nothing says whether that undid the change"));
        } else {
            orRefuse(() -> schemas.told(definition, this::wants).ifPresent(collected::append));
        }
    }

    @Override
    public void commit(Commit commit) {
        inProgress = false;
        inTransaction = false;
        ended = true;
        position = commit.end();
        committed = commit.time();
    }
}
