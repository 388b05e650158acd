package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.SchemaChange;
import dev.sluice.change.SchemaChange.DropColumn;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.DdlKind;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.PartitionRoutes.Emptied;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
    private final DdlHandling handling;
    private final ChangeFilter filter;
    private final IdentityHashMap<ChangedTable, Projection> projections = new IdentityHashMap<>();
    private final Set<ChangedTable> undescribed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<TableName> copiedAnew = new HashSet<>();

    private ChangeBatch batch = new ChangeBatch(0);
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
        this.handling = handling;
        this.filter = filter;
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
        into.goOnFrom(batch);
        batch = into;
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
        return batch.length();
    }

    /** Returns whether the batch has no change. */
    boolean isEmpty() {
        return batch.changes() == 0;
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
        batch.cut(wholeChanges);
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
        batch.beginInProgress();
    }

    /** Returns whether what is in progress cannot be collected yet: what becomes of it depends on where it is committed. */
    boolean isMisplaced() {
        return inProgress && misplaced;
    }

    /** Forgets what came of a transaction that was not committed. */
    void rollBack() {
        inProgress = false;
        inTransaction = false;
        batch.clear();
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
        batch.begin(begun);
        wholeChanges = batch.changes();
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
            redefine(() -> schemas.described(table, transaction));
        } else if (schemas.isNews(table, transaction)) {
            // What a rollback would take back is told when the transaction comes again.
            undescribed.add(table);
            misplaced = true;
            return false;
        }
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
        redefinition.leftOut().stream()
                .filter(change -> handling.of(change.kind()) == DdlPolicy.ALERT)
                .forEach(change -> batch.warn("the source's table " + redefinition.table() + " was changed: "
                        + change.describe() + "; " + outcome(change) + ", as " + change.kind() + " is "
                        + DdlPolicy.ALERT));
        if (redefinition.anew()) {
            copiedAnew.add(redefinition.table());
        }
    }

    private static String outcome(SchemaChange change) {
        return change instanceof DropColumn
                ? "the destination's column stays, and takes NULL from now on"
                : "nothing of it is done at the destination";
    }

    private boolean wants(TableName table) {
        return !copiedAnew.contains(table) && filter.wants(table, transaction);
    }

    @Override
    public void change(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count) {
        if (!wants(table.name())) {
            misplaced |= inProgress && filter.wants(table.name(), Lsn.LAST);
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
        Emptied emptied = routes.emptied(wanted, restartIdentity);
        emptied.unsure()
                .forEach(truncation -> copyAnew(
                        truncation,
                        "may have had other bounds then than it has now, since it was attached, or another one made"
                                + " beside it that has rows of a default one"));
        emptied.truncations().forEach(this::append);
        emptied.left()
                .forEach(table -> batch.warn("a partition of the source's table " + table
                        + " was emptied by TRUNCATE and belongs to it no more; the rows that it had stay at the"
                        + " destination"));
    }

    /** Which rows a partition has, the source says in the names that its columns have now. */
    private void append(Truncation truncation) {
        TableName table = truncation.tables().get(0).name();
        if (truncation.part().filter(rows -> !schemas.isFollowed(table, rows)).isPresent()) {
            copyAnew(truncation, "has rows that are told by columns whose names the destination does not have");
        } else {
            batch.append(projected(truncation));
        }
    }

    private Truncation projected(Truncation truncation) {
        return new Truncation(
                truncation.tables().stream().map(this::projected).toList(),
                truncation.restartIdentity(),
                truncation.part());
    }

    private ChangedTable projected(ChangedTable table) {
        Projection projection = projections.get(table);
        return projection == null ? table : projection.table();
    }

    /** Who keeps no definitions is told what is known. */
    private void copyAnew(Truncation unsure, String why) {
        TableName table = unsure.tables().get(0).name();
        Optional<Redefinition> anew = schemas.anew(table);
        if (anew.isEmpty()) {
            batch.append(projected(unsure));
        } else if (!copiedAnew.contains(table)) {
            batch.warn(table + " is emptied and copied anew: a partition of it was emptied by TRUNCATE, and " + why);
            redefine(anew.get());
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
            schemas.table(definition).filter(this::wants).ifPresent(this::copyAnewInDoubt);
        } else {
            redefine(() -> schemas.told(definition, this::wants));
        }
    }

    private void copyAnewInDoubt(TableName table) {
        schemas.anew(table).ifPresent(anew -> {
            batch.warn(
                    table + " is emptied and copied anew: its definition was changed in a large transaction, of which a"
                            + " savepoint was rolled back later, and nothing says whether that undid the change");
            redefine(anew);
        });
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
