package dev.sluice.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes in the order in which they were committed, in one byte array, in the bytes that PostgreSQL sent: for every
 * change of a row its tuples as the logical replication message has them, each behind the letter that says what it is.
 * See the PostgreSQL documentation, chapter "Logical Replication Message Formats", from the first such letter of Insert,
 * Update and Delete on. Read by a {@link ChangeCursor}. Used by one thread at a time.
 */
public final class ChangeBatch {
    private static final int FIRST_CHANGES = 1024;

    private byte[] bytes;
    private int[] ends = new int[FIRST_CHANGES];
    private int[] tableIndexes = new int[FIRST_CHANGES];
    private ChangeKind[] kinds = new ChangeKind[FIRST_CHANGES];
    private @Nullable Transaction[] transactions = new Transaction[FIRST_CHANGES];
    private @Nullable Transaction current;
    private boolean fresh;
    private int transactionsBegun;
    private int changes;
    private final List<ChangedTable> tables = new ArrayList<>();
    private final List<Truncation> truncations = new ArrayList<>();
    private final List<Redefinition> redefinitions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * A transaction of the source.
     *
     * @param position where its commit is in the log
     * @param time when it was committed, by the source's clock
     */
    public record Transaction(Lsn position, Instant time) {}

    /**
     * Tables whose rows all went, together.
     *
     * @param tables the tables, in the order of the source
     * @param restartIdentity whether their sequences began anew
     * @param part an SQL condition for the rows that went, where only a partition of one table was meant
     */
    public record Truncation(List<ChangedTable> tables, boolean restartIdentity, Optional<String> part) {
        /** Copies the tables. */
        public Truncation {
            tables = List.copyOf(tables);
            Objects.requireNonNull(part);
        }

        /** Returns the same of what {@code other} says in place of each table. */
        public Truncation with(UnaryOperator<ChangedTable> other) {
            return new Truncation(tables.stream().map(other).toList(), restartIdentity, part);
        }
    }

    /** Creates an empty batch with room for {@code capacity} bytes, which grows when there is more. */
    public ChangeBatch(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Returns how many changes there are. */
    public int changes() {
        return changes;
    }

    /** Returns how many transactions have their first change here, of those that {@link #begin} told of. */
    public int transactionsBegun() {
        return transactionsBegun;
    }

    /** Returns how many bytes they take. */
    public int length() {
        return changes == 0 ? 0 : ends[changes - 1];
    }

    /** Returns what the change at {@code index} is. */
    public ChangeKind kind(int index) {
        return kinds[index];
    }

    /** Returns the table of the change of a row at {@code index}; of a truncation there are several. */
    public ChangedTable table(int index) {
        return tables.get(tableIndexes[index]);
    }

    /** Returns the truncation at {@code index}. */
    public Truncation truncation(int index) {
        return truncations.get(tableIndexes[index]);
    }

    /** Returns the new definition at {@code index}. */
    public Redefinition redefinition(int index) {
        return redefinitions.get(tableIndexes[index]);
    }

    /** Returns the transaction of the change at {@code index}, where whoever appended it knew. */
    public Optional<Transaction> transaction(int index) {
        return Optional.ofNullable(transactions[index]);
    }

    /** Says of which transaction the changes are that are appended from now on. */
    public void begin(Transaction transaction) {
        current = transaction;
        fresh = true;
    }

    /** Says that the changes appended from now on are of a transaction that was not committed yet. */
    public void beginInProgress() {
        current = null;
        fresh = true;
    }

    /** Says that the changes appended from now on are of the transaction that came last in {@code earlier}. */
    public void goOnFrom(ChangeBatch earlier) {
        current = earlier.current;
        fresh = earlier.fresh;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    /** Appends a change of a row; {@code count} bytes of {@code source} from {@code offset} on hold its tuples. */
    public void append(ChangeKind kind, ChangedTable table, byte[] source, int offset, int count) {
        int from = length();
        int end = Math.addExact(from, count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16)));
        }
        System.arraycopy(source, offset, bytes, from, count);
        add(kind, indexOf(table), end);
    }

    /** Appends a truncation. */
    public void append(Truncation truncation) {
        truncations.add(truncation);
        add(ChangeKind.TRUNCATE, truncations.size() - 1, length());
    }

    /** Appends a new definition. */
    public void append(Redefinition redefinition) {
        redefinitions.add(redefinition);
        add(ChangeKind.REDEFINE, redefinitions.size() - 1, length());
    }

    /** Appends the change at {@code index} of another batch, as one of the same transaction. */
    public void append(ChangeBatch other, int index) {
        current = other.transactions[index];
        switch (other.kind(index)) {
            case TRUNCATE -> append(other.truncation(index));
            case REDEFINE -> append(other.redefinition(index));
            case INSERT, UPDATE, DELETE -> {
                int from = other.start(index);
                append(other.kind(index), other.table(index), other.bytes, from, other.end(index) - from);
            }
        }
    }

    /** Appends what became of a change of a row at {@code index} of another batch, as one of the same transaction. */
    void append(ChangeBatch other, int index, ChangeKind kind, ChangedTable table, TupleBytes tuples) {
        current = other.transactions[index];
        append(kind, table, tuples.bytes(), 0, tuples.length());
    }

    /** Appends what became of the truncation at {@code index} of another batch, as one of the same transaction. */
    public void append(ChangeBatch other, int index, Truncation truncation) {
        current = other.transactions[index];
        append(truncation);
    }

    /** Appends what became of the new definition at {@code index} of another batch, as one of the same transaction. */
    public void append(ChangeBatch other, int index, Redefinition redefinition) {
        current = other.transactions[index];
        append(redefinition);
    }

    /** Returns the truncations, in their order. */
    public List<Truncation> truncations() {
        return Collections.unmodifiableList(truncations);
    }

    /** Returns the tables of the changes of rows, each once. */
    public List<ChangedTable> tables() {
        return Collections.unmodifiableList(tables);
    }

    /** Returns the new definitions, in their order. */
    public List<Redefinition> redefinitions() {
        return List.copyOf(redefinitions);
    }

    /** Returns whether no table gets another definition. */
    public boolean isRowsOnly() {
        return redefinitions.isEmpty();
    }

    /** Returns whether a table has to be copied anew before what follows can be applied. */
    public boolean wantsCopies() {
        return redefinitions.stream().anyMatch(Redefinition::anew);
    }

    /** Adds something that the user should know of. */
    public void warn(String text) {
        warnings.add(text);
    }

    /** Returns what the user should know of. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Takes back all changes but the first {@code count}. */
    public void cut(int count) {
        for (; changes > count; changes--) {
            if (kinds[changes - 1] == ChangeKind.REDEFINE) {
                redefinitions.remove(redefinitions.size() - 1);
            }
        }
    }

    /** Tables are few, and mostly the last one is meant again. */
    private int indexOf(ChangedTable table) {
        for (int i = tables.size() - 1; i >= 0; i--) {
            if (tables.get(i).equals(table)) {
                return i;
            }
        }
        tables.add(table);
        return tables.size() - 1;
    }

    private void add(ChangeKind kind, int table, int end) {
        if (changes == ends.length) {
            ends = Arrays.copyOf(ends, changes * 2);
            tableIndexes = Arrays.copyOf(tableIndexes, changes * 2);
            kinds = Arrays.copyOf(kinds, changes * 2);
            transactions = Arrays.copyOf(transactions, changes * 2);
        }
        ends[changes] = end;
        tableIndexes[changes] = table;
        kinds[changes] = kind;
        transactions[changes] = current;
        if (fresh) {
            fresh = false;
            transactionsBegun++;
        }
        changes++;
    }

    /** Empties the batch for the next use. */
    public void clear() {
        changes = 0;
        transactionsBegun = 0;
        tables.clear();
        truncations.clear();
        redefinitions.clear();
        warnings.clear();
    }
}
