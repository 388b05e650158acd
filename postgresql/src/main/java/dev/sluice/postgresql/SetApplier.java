package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.Redefinition;
import dev.sluice.job.ChannelSettings.Conflict;
import dev.sluice.postgresql.ApplyScript.Inserts;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Applies changes to a destination, many of a table at a time where that comes to the same: what becomes of each key, as
 * sets of rows. Where the order matters, or the server refuses a set (values exchanged between rows, say), the changes are
 * applied as the source made them. Few changes are, too, and go to the server with the commit.
 *
 * <p>A row that is not there when it should be changed or deleted is left out and counted, as PostgreSQL's own subscribers
 * do. Used by one thread; after an error nothing of the transaction is left and the session is not to be used again.
 */
final class SetApplier {
    /** So few changes take less time as they are. */
    private static final int FEW = 100;

    private static final int FEW_BYTES = 1 << 16;

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED";
    private static final String SAVEPOINT = "SAVEPOINT sluice_section";

    private final PgSession session;
    private final AppliedTables tables;
    private final Redefiner redefiner;
    private final ApplyScript script;
    private final InOrderApplier inOrder;
    private final SetWriter writer;

    /** Where the transaction that is under way is. */
    private Stage stage = Stage.NONE;

    /** How many changes had met no row when it began. */
    private long missedBefore;

    private enum Stage {
        NONE,
        /** Everything of it waits in the script. */
        WAITING,
        /** The server has a part of it. */
        SENT
    }

    /** {@code conflict} says what is done when the key of a row that comes is taken. */
    SetApplier(PgSession session, AppliedTables tables, Redefiner redefiner, Conflict conflict) {
        this.session = session;
        this.tables = tables;
        this.redefiner = redefiner;
        this.script = new ApplyScript(session, conflict);
        this.inOrder = new InOrderApplier(script, tables);
        this.writer = new SetWriter(session, script);
    }

    /** Returns how many changes met no row. */
    long missed() {
        return script.missed();
    }

    /** Applies changes in the transaction that is under way, or in a new one. */
    void apply(ChangeBatch batch) throws SQLException {
        if (batch.changes() == 0) {
            return;
        }
        begin();
        if (stage == Stage.WAITING && batch.changes() <= FEW && batch.length() <= FEW_BYTES && batch.isRowsOnly()) {
            applyFew(batch);
        } else {
            sendWaiting();
            applyMany(batch);
        }
    }

    private void begin() {
        if (stage == Stage.NONE) {
            script.add(BEGIN);
            script.add("SET CONSTRAINTS ALL DEFERRED");
            missedBefore = script.missed();
            stage = Stage.WAITING;
        }
    }

    /** What the server refuses is found out with the commit, or when more comes. */
    private void applyFew(ChangeBatch batch) throws SQLException {
        for (int i = 0; i < batch.changes(); i++) {
            inOrder.add(batch, i);
        }
        if (script.isFull()) {
            sendWaiting();
        }
    }

    /** Sends a script that holds all of its transaction; if it is refused, again and statement by statement. */
    private void sendWaiting() throws SQLException {
        if (stage == Stage.WAITING) {
            try {
                script.send();
            } catch (SQLException e) {
                requireRefused(e);
                session.execute("ROLLBACK");
                script.sendOneByOne(remedyFor(e));
            }
            stage = Stage.SENT;
        }
    }

    private void applyMany(ChangeBatch batch) throws SQLException {
        int from = 0;
        while (from < batch.changes()) {
            if (batch.kind(from) == ChangeKind.REDEFINE) {
                redefine(batch.redefinition(from++));
                continue;
            }
            Section section = Section.at(batch, from, tables);
            apply(section);
            from = section.to();
        }
    }

    /** What is known of the tables holds no more. */
    private void redefine(Redefinition redefinition) throws SQLException {
        script.send();
        redefiner.apply(redefinition);
        tables.forget();
        script.forgetForms();
        script.add("SET CONSTRAINTS ALL DEFERRED");
    }

    private void apply(Section section) throws SQLException {
        SectionPlan plan = section.changes() <= FEW || section.isReacting()
                ? SectionPlan.inOrder(section)
                : SectionPlan.of(section, writer);
        plan.sets().forEach(writer::prepare);
        script.add(SAVEPOINT);
        if (plan.sets().isEmpty() || attempt(() -> write(plan)).isPresent()) {
            applyInOrder(section);
        }
        script.add("RELEASE " + SAVEPOINT);
    }

    private void applyInOrder(Section section) throws SQLException {
        Optional<SQLException> refusal = attempt(() -> applyInOrder(section, Inserts.PLAIN));
        if (refusal.isEmpty()) {
            return;
        }
        Inserts remedy = remedyFor(refusal.get());
        if (remedy == Inserts.PLAIN
                || attempt(() -> applyInOrder(section, remedy)).isPresent()) {
            applyOneByOne(section, remedy);
        }
    }

    /** The change that is refused is named. */
    private void applyOneByOne(Section section, Inserts inserts) throws SQLException {
        for (int i = section.from(); i < section.to(); i++) {
            inOrder.add(section.batch(), i);
            script.sendOneByOne(inserts);
        }
    }

    private static Inserts remedyFor(SQLException refusal) {
        return PgErrors.state(refusal).equals(UNIQUE_VIOLATION) ? Inserts.RESOLVING : Inserts.PLAIN;
    }

    /** Something that the server may refuse. */
    private interface Attempt {
        void run() throws SQLException;
    }

    /** Returns why the server refused it, if it did; then nothing of it is left. */
    private Optional<SQLException> attempt(Attempt attempt) throws SQLException {
        long missed = script.missed();
        try {
            attempt.run();
            return Optional.empty();
        } catch (SQLException e) {
            requireRefused(e);
            undoSection(e);
            script.forget(missed);
            return Optional.of(e);
        }
    }

    /** Where the savepoint itself could not be made, the reason is that of the failure before. */
    private void undoSection(SQLException reason) throws SQLException {
        try {
            session.execute("ROLLBACK TO " + SAVEPOINT);
        } catch (SQLException e) {
            reason.addSuppressed(e);
            throw reason;
        }
    }

    /** After anything but a refusal by a server that is still there, another attempt is of no use. */
    private void requireRefused(SQLException e) throws SQLException {
        if (PgErrors.serverMessage(e) == null
                || PgErrors.endsSession(e)
                || PgErrors.code(e, session.side()) == ErrorCode.CANCELLED) {
            throw e;
        }
    }

    private void write(SectionPlan plan) throws SQLException {
        for (TableChanges changes : plan.inOrder()) {
            for (int i = 0; i < changes.count(); i++) {
                add(changes.batch(), changes.index(i), Inserts.PLAIN);
            }
        }
        for (ChangeSets sets : plan.sets()) {
            writer.write(sets);
        }
        script.send();
    }

    private void applyInOrder(Section section, Inserts inserts) throws SQLException {
        for (int i = section.from(); i < section.to(); i++) {
            add(section.batch(), i, inserts);
        }
        script.send(inserts);
    }

    private void add(ChangeBatch batch, int index, Inserts inserts) throws SQLException {
        inOrder.add(batch, index);
        if (script.isFull()) {
            script.send(inserts);
        }
    }

    /** Rolls back what was applied since the last commit. */
    void rollBack() throws SQLException {
        if (stage == Stage.NONE) {
            return;
        }
        script.forget(missedBefore);
        session.execute("ROLLBACK");
        stage = Stage.NONE;
        writer.rolledBack();
    }

    /** Returns whether all of the transaction goes to the server with its commit. */
    boolean isSmall() {
        return stage == Stage.WAITING;
    }

    /** Commits what was applied, and then the statement {@code last}, which may be all. */
    void commit(String last) throws SQLException {
        begin();
        script.add(last);
        script.add("COMMIT");
        if (stage == Stage.WAITING) {
            sendWaiting();
        } else {
            sendEnd();
        }
        stage = Stage.NONE;
        writer.committed();
    }

    /** What is refused now are deferred constraints. */
    private void sendEnd() throws SQLException {
        try {
            script.send();
        } catch (SQLException e) {
            throw RefusedChange.of("", session, e);
        }
    }
}
