package dev.sluice.postgresql;

import dev.sluice.job.ChannelSettings.Conflict;
import dev.sluice.postgresql.AppliedTable.Trait;
import dev.sluice.postgresql.RowStatement.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements that wait to go to the server together, in one round trip however many they are: what begins and ends a
 * transaction, and changes of single rows. Those are statements that were prepared under a name, run with literals, so
 * that the server plans each form once and the driver need not wait between two of them. Used by one thread.
 */
final class ApplyScript {
    /** The driver itself breaks longer scripts up, lest both sides wait for the other to read. */
    private static final int MOST_STATEMENTS = 200;

    private static final int MOST_CHARS = 1 << 18;

    private static final String EXECUTE = "EXECUTE ";

    private final PgSession session;
    private final StringBuilder text = new StringBuilder();
    private final List<Waiting> waiting = new ArrayList<>();
    private final IdentityHashMap<AppliedTable, Map<Kind, Map<BitSet, Prepared>>> prepared = new IdentityHashMap<>();
    private final IdentityHashMap<Prepared, Prepared> resolving = new IdentityHashMap<>();
    private final Kind resolution;
    private final BitSet form = new BitSet();
    private int named;
    private long missed;

    /** What becomes of a row that comes when its key is taken at the destination. */
    enum Inserts {
        /** The server refuses it. */
        PLAIN,
        /** What the job's settings say; costs the server more. */
        RESOLVING
    }

    /**
     * A statement from {@code start} to {@code end} of the script.
     *
     * @param arguments where those of the prepared statement begin that it executes, if it does
     * @param change says what it does, for people
     * @param form what it executes, if that is one of ours
     */
    private record Waiting(
            int start,
            int arguments,
            int end,
            String change,
            long expected,
            @Nullable Prepared form) {}

    /** A statement that the server knows by its name. */
    private record Prepared(String name, RowStatement form) {}

    ApplyScript(PgSession session, Conflict conflict) {
        this.session = session;
        this.resolution = conflict == Conflict.REPLACE ? Kind.INSERT_OR_REPLACE : Kind.INSERT_OR_IGNORE;
    }

    /** Returns how many rows were not there when they should have been changed or deleted. */
    long missed() {
        return missed;
    }

    /** Adds a statement of ours. */
    void add(String sql) {
        add(sql, 0);
    }

    /** Adds a statement of ours that should change {@code expected} rows. */
    void add(String sql, long expected) {
        int start = text.length();
        text.append(sql);
        waiting.add(new Waiting(start, start, text.length(), "", expected, null));
        end();
    }

    private void end() {
        text.append(";\n");
    }

    /** Returns whether it is time to send what waits. */
    boolean isFull() {
        return waiting.size() >= MOST_STATEMENTS || text.length() >= MOST_CHARS;
    }

    void insert(AppliedTable table, RowImage row) throws SQLException {
        form.clear();
        form.set(0, row.size());
        add(prepared(Kind.INSERT, table), row, row, 0);
    }

    void delete(AppliedTable table, RowImage old) throws SQLException {
        form.clear();
        add(prepared(Kind.DELETE, table), old, old, table.rules().deletes().isPresent() ? 0 : 1);
    }

    /** Removes the row of that key if it is marked as deleted. */
    void clear(AppliedTable table, RowImage row) throws SQLException {
        form.clear();
        add(prepared(Kind.CLEAR, table), row, row, 0);
    }

    /** Writes the fields {@code written} of {@code row} where {@code old} is; nothing where they are none. */
    void update(AppliedTable table, BitSet written, RowImage row, RowImage old) throws SQLException {
        if (!written.isEmpty()) {
            form.clear();
            form.or(written);
            Kind kind = table.isMarked(row) ? Kind.MARK : Kind.UPDATE;
            add(
                    prepared(kind, table),
                    row,
                    old,
                    kind == Kind.UPDATE && table.rules().updates().isPresent() ? 0 : 1);
        }
    }

    /** The server is told a form outside of the script: it keeps it even if the transaction is rolled back. */
    private Prepared prepared(Kind kind, AppliedTable table) throws SQLException {
        Map<BitSet, Prepared> forms = prepared.computeIfAbsent(table, any -> new EnumMap<>(Kind.class))
                .computeIfAbsent(kind, any -> new HashMap<>());
        Prepared known = forms.get(form);
        if (known == null) {
            known = prepare(RowStatement.of(kind, table, form));
            forms.put((BitSet) form.clone(), known);
        }
        return known;
    }

    private Prepared prepare(RowStatement statement) throws SQLException {
        Prepared made = new Prepared("sluice_" + ++named, statement);
        session.execute("PREPARE " + made.name() + " AS " + statement.sql());
        return made;
    }

    private void add(Prepared statement, RowImage row, RowImage old, long expected) {
        AppliedTable table = statement.form().table();
        int start = text.length();
        text.append(EXECUTE).append(statement.name());
        int arguments = text.length();
        text.append(" (");
        int first = text.length();
        literals(table, statement.form().written(), row, first);
        literals(table, statement.form().keys(), old, first);
        literals(table, statement.form().judged(), row, first);
        if (text.length() == first) {
            text.setLength(arguments);
        } else {
            text.append(')');
        }
        String change = RefusedChange.describe(statement.form().kind(), table, old);
        waiting.add(new Waiting(start, arguments, text.length(), change, expected, statement));
        end();
    }

    private void literals(AppliedTable table, List<Integer> fields, RowImage row, int first) {
        for (int field : fields) {
            if (text.length() > first) {
                text.append(", ");
            }
            String value = table.text(row, field);
            text.append(value == null ? "NULL" : Quoting.literal(value));
        }
    }

    /** Sends what waits; on a failure it still waits. */
    void send() throws SQLException {
        send(Inserts.PLAIN);
    }

    /** Sends what waits; on a failure it still waits. */
    void send(Inserts inserts) throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        List<Long> counts = session.executeAll(inserts == Inserts.PLAIN ? text.toString() : resolved());
        for (int i = 0; i < waiting.size(); i++) {
            count(waiting.get(i), counts.get(i));
        }
        forgetWaiting();
    }

    private String resolved() throws SQLException {
        StringBuilder script = new StringBuilder();
        for (Waiting statement : waiting) {
            script.append(resolved(statement)).append(";\n");
        }
        return script.toString();
    }

    /** Both forms of an insert take the same parameters. */
    private String resolved(Waiting statement) throws SQLException {
        Prepared insert = statement.form();
        if (insert == null
                || insert.form().kind() != Kind.INSERT
                || !insert.form().table().is(Trait.CONSTRAINED)) {
            return text.substring(statement.start(), statement.end());
        }
        Prepared known = resolving.get(insert);
        if (known == null) {
            known = prepare(new RowStatement(
                    resolution, insert.form().table(), insert.form().written()));
            resolving.put(insert, known);
        }
        return EXECUTE + known.name() + text.substring(statement.arguments(), statement.end());
    }

    private void count(Waiting statement, long changed) {
        missed += Math.max(0, statement.expected() - changed);
    }

    /** Sends what waits statement by statement, so that an error names what was refused. */
    void sendOneByOne(Inserts inserts) {
        for (Waiting statement : waiting) {
            try {
                String sql = inserts == Inserts.PLAIN
                        ? text.substring(statement.start(), statement.end())
                        : resolved(statement);
                count(statement, session.executeAll(sql).get(0));
            } catch (SQLException e) {
                throw RefusedChange.of(statement.change(), session, e);
            }
        }
        forgetWaiting();
    }

    /** Forgets what waits and that {@code missed} became more since, because it was rolled back. */
    void forget(long missedThen) {
        forgetWaiting();
        missed = missedThen;
    }

    /** Forgets the forms of statements, since tables are not what they were. */
    void forgetForms() {
        prepared.clear();
        resolving.clear();
    }

    private void forgetWaiting() {
        waiting.clear();
        text.setLength(0);
    }
}
