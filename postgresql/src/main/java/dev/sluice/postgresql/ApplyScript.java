package dev.sluice.postgresql;

import dev.sluice.postgresql.RowStatement.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statements that wait to go to the server together, in one round trip however many they are: what begins and ends a
 * transaction, and changes of single rows. Those are statements that were prepared under a name, run with literals, so
 * that the server plans each form once and the driver need not wait between two of them. Used by one thread.
 */
final class ApplyScript {
    /** The driver itself breaks longer scripts up, lest both sides wait for the other to read. */
    private static final int MOST_STATEMENTS = 200;

    private static final int MOST_CHARS = 1 << 18;

    private final PgSession session;
    private final StringBuilder text = new StringBuilder();
    private final List<Waiting> waiting = new ArrayList<>();
    private final IdentityHashMap<AppliedTable, Map<Kind, Map<BitSet, Prepared>>> prepared = new IdentityHashMap<>();
    private final BitSet form = new BitSet();
    private int named;
    private long missed;

    /** A statement from {@code start} to {@code end} of the script; {@code change} says what it does, for people. */
    record Waiting(int start, int end, String change, long expected) {}

    /** A statement that the server knows by its name. */
    private record Prepared(String name, RowStatement form) {}

    ApplyScript(PgSession session) {
        this.session = session;
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
        end(start, "", expected);
    }

    private void end(int start, String change, long expected) {
        waiting.add(new Waiting(start, text.length(), change, expected));
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
            known = new Prepared("sluice_" + ++named, RowStatement.of(kind, table, form));
            session.execute("PREPARE " + known.name() + " AS " + known.form().sql());
            forms.put((BitSet) form.clone(), known);
        }
        return known;
    }

    private void add(Prepared statement, RowImage row, RowImage old, long expected) {
        AppliedTable table = statement.form().table();
        int start = text.length();
        text.append("EXECUTE ").append(statement.name()).append(" (");
        int first = text.length();
        literals(table, statement.form().written(), row, first);
        literals(table, statement.form().keys(), old, first);
        literals(table, statement.form().judged(), row, first);
        if (text.length() == first) {
            text.setLength(first - 2);
        } else {
            text.append(')');
        }
        end(start, RefusedChange.describe(statement.form().kind(), table, old), expected);
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
        if (waiting.isEmpty()) {
            return;
        }
        List<Long> counts = session.executeAll(text.toString());
        for (int i = 0; i < waiting.size(); i++) {
            count(waiting.get(i), counts.get(i));
        }
        forgetWaiting();
    }

    private void count(Waiting statement, long changed) {
        // A query that changes nothing says -1.
        missed += Math.max(0, statement.expected() - Math.max(0, changed));
    }

    /** Sends what waits statement by statement, so that an error names what was refused. */
    void sendOneByOne() {
        for (Waiting statement : waiting) {
            try {
                long count = session.executeAll(text.substring(statement.start(), statement.end()))
                        .get(0);
                count(statement, count);
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
    }

    private void forgetWaiting() {
        waiting.clear();
        text.setLength(0);
    }
}
