package dev.sluice.postgresql;

import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.Tuple;
import dev.sluice.postgresql.AppliedTable.Trait;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the changes of one table come to, key by key: sets of rows that go, change and come, which together do the same as
 * the changes one after the other, if deletes are done first and inserts last. Makes no object per row. Used by one thread.
 */
final class ChangeSets {
    /** What becomes of a key. */
    enum Outcome {
        /** The row came and went. */
        NONE,
        INSERT,
        UPDATE,
        DELETE,
        /** The row went, and another one of the same key came: a delete and an insert. */
        REPLACE
    }

    /** The key was there before these changes. */
    private static final int WAS = 1;

    /** The key is there after those changes that were looked at. */
    private static final int IS = 2;

    /** The row that was there before these changes went. */
    private static final int WENT = 4;

    /** A value of the row's last state was not sent, because it did not change. */
    private static final int LACKS = 8;

    /** The key came among these changes. */
    private static final int SEEN = 16;

    private static final int NOWHERE = -1;

    private final TableChanges changes;
    private final AppliedTable table;
    private final int[] keys;
    private final KeyIndex index;
    private final ChangeCursor cursor = new ChangeCursor();
    private final ChangeCursor earlierCursor = new ChangeCursor();
    private final RowImage row = new RowImage();
    private final RowImage old = new RowImage();
    private final RowImage left = new RowImage();

    /** For each key its states, and the change that gave its row the last one. */
    private int[] states = new int[1024];

    private int[] last = new int[1024];

    /** For each change the one that gave its row the state before, if that is among these. */
    private final int[] earlier;

    private final Map<BitSet, ColumnSet> columnSets = new HashMap<>();

    /** For each key the columns that its row's update writes. */
    private ColumnSet[] written = new ColumnSet[0];

    private int deletes;
    private int inserts;
    private boolean binary;
    private boolean possible = true;

    private ChangeSets(TableChanges changes) {
        this.changes = changes;
        this.table = changes.table();
        this.keys = table.keys().stream().mapToInt(Integer::intValue).toArray();
        this.index = new KeyIndex(keys);
        this.earlier = new int[changes.count()];
        Arrays.fill(earlier, NOWHERE);
        this.binary = table.is(Trait.BINARY);
    }

    /**
     * Returns the sets; nothing where only the order tells what becomes of the rows: a table without a key, a row that
     * went to another key with values that nobody has told, or keys that were not unique at the source.
     */
    static Optional<ChangeSets> of(TableChanges changes) {
        if (changes.table().columns().isEmpty()) {
            // COPY has no form for a row without columns.
            return Optional.empty();
        }
        ChangeSets sets = new ChangeSets(changes);
        boolean possible =
                changes.onlyInserts() ? sets.appendAll() : changes.table().is(Trait.KEYED) && sets.mergeAll();
        return possible ? Optional.of(sets) : Optional.empty();
    }

    private boolean appendAll() {
        states = new int[changes.count()];
        last = new int[changes.count()];
        for (int i = 0; i < changes.count(); i++) {
            row.take(moveTo(cursor, i).after());
            lookAtForm();
            states[i] = IS;
            last[i] = i;
        }
        inserts = changes.count();
        return true;
    }

    private boolean mergeAll() {
        for (int i = 0; possible && i < changes.count(); i++) {
            moveTo(cursor, i);
            merge(kind(i), i);
        }
        return possible && settle();
    }

    private ChangeKind kind(int change) {
        return changes.batch().kind(changes.index(change));
    }

    private ChangeCursor moveTo(ChangeCursor any, int change) {
        any.moveTo(changes.batch(), changes.index(change));
        return any;
    }

    private void merge(ChangeKind kind, int change) {
        takeRows(cursor);
        lookAtForm();
        if (kind == ChangeKind.INSERT) {
            int key = number(row);
            appear(key);
            become(key, change, NOWHERE);
        } else if (kind == ChangeKind.DELETE) {
            delete(number(old));
        } else {
            update(number(old), number(row), change);
        }
    }

    /** A key that did not change need not be sent before the change, and one stored out of line not behind it. */
    private void takeRows(ChangeCursor at) {
        row.take(at.after());
        fillFromBefore(row, at);
        old.take(at.before().size() == 0 ? at.after() : at.before());
    }

    /** Of an old row that is not whole, PostgreSQL sends NULL for what is not in the key. */
    private void fillFromBefore(RowImage image, ChangeCursor at) {
        Tuple before = at.before();
        if (image.isWhole() || before.size() == 0) {
            return;
        }
        if (at.wholeBefore()) {
            image.fill(before);
            return;
        }
        for (int key : keys) {
            image.fill(before, key);
        }
    }

    private void lookAtForm() {
        for (int field = 0; binary && field < row.size(); field++) {
            binary = row.isBinary(field) || row.length(field) < 0;
        }
        for (int i = 0; binary && i < keys.length && old.size() > 0; i++) {
            binary = old.isBinary(keys[i]) || old.length(keys[i]) < 0;
        }
    }

    private int number(RowImage image) {
        int number = index.number(image);
        if (number == states.length) {
            states = Arrays.copyOf(states, number * 2);
            last = Arrays.copyOf(last, number * 2);
        }
        return number;
    }

    private boolean is(int key, int state) {
        return (states[key] & state) != 0;
    }

    private void update(int from, int to, int change) {
        int before = is(from, IS) ? last[from] : NOWHERE;
        meet(from);
        if (from == to) {
            states[from] |= IS;
        } else {
            disappear(from);
            appear(to);
        }
        become(to, change, before);
    }

    private void delete(int key) {
        meet(key);
        disappear(key);
    }

    /** A change needs the key's row, which was there before unless it came among these changes. */
    private void meet(int key) {
        if (is(key, SEEN)) {
            possible &= is(key, IS) && fits(last[key]);
        } else {
            states[key] = SEEN | WAS;
        }
    }

    private void disappear(int key) {
        states[key] |= is(key, WAS) ? WENT : 0;
        states[key] &= ~IS;
    }

    private void appear(int key) {
        if (is(key, IS)) {
            makeRoom(key);
        }
        states[key] |= SEEN | IS;
    }

    /** An insert of a key that is taken is possible only over a row that is marked as deleted. */
    private void makeRoom(int key) {
        left.take(moveTo(earlierCursor, last[key]).after());
        possible &= table.is(Trait.MARKING) && table.isMarked(left);
        disappear(key);
    }

    private void become(int key, int change, int before) {
        earlier[change] = before;
        last[key] = change;
        states[key] = row.isWhole() ? states[key] & ~LACKS : states[key] | LACKS;
    }

    /**
     * Returns whether the row that the cursor's change met is the one that {@code before} left. Where the key is the
     * destination's only, several rows of the source may have it.
     */
    private boolean fits(int before) {
        if (!table.is(Trait.WHOLE_OLD_ROWS)) {
            return true;
        }
        left.take(moveTo(earlierCursor, before).after());
        for (int field = 0; field < left.size(); field++) {
            if (!left.mayEqual(old, field)) {
                return false;
            }
        }
        return true;
    }

    /** Counts the outcomes and finds which columns updates have; a row that comes must be whole. */
    private boolean settle() {
        written = new ColumnSet[index.size()];
        BitSet unwritten = new BitSet();
        table.keys().forEach(unwritten::set);
        BitSet columns = new BitSet();
        columns.set(0, table.columns().size());
        columns.andNot(unwritten);
        ColumnSet all = columnSet(columns);
        for (int key = 0; key < index.size(); key++) {
            Outcome outcome = outcome(key);
            written[key] = all;
            if (is(key, IS) && is(key, LACKS)) {
                read(key, row);
                row.known(columns, unwritten);
                written[key] = columnSet(columns);
                possible &= outcome == Outcome.UPDATE || row.isWhole();
            }
            count(outcome, written[key]);
        }
        return possible;
    }

    private void count(Outcome outcome, ColumnSet columns) {
        switch (outcome) {
            case INSERT -> inserts++;
            case UPDATE -> columns.count();
            case DELETE -> deletes++;
            case REPLACE -> {
                deletes++;
                inserts++;
            }
            case NONE -> {}
        }
    }

    private ColumnSet columnSet(BitSet columns) {
        ColumnSet known = columnSets.get(columns);
        if (known == null) {
            known = new ColumnSet(columns);
            columnSets.put(known.fields(), known);
        }
        return known;
    }

    /** Returns the table that the rows belong to. */
    AppliedTable table() {
        return table;
    }

    /** Returns how many keys there are, or rows where they only came. */
    int size() {
        return changes.onlyInserts() ? changes.count() : index.size();
    }

    /** Returns how many rows are to be deleted. */
    int deletes() {
        return deletes;
    }

    /** Returns how many rows are to be inserted. */
    int inserts() {
        return inserts;
    }

    /** Returns whether every value that is not NULL came in its binary form, and goes into the table as it is. */
    boolean isBinary() {
        return binary;
    }

    Outcome outcome(int key) {
        if (is(key, IS)) {
            return !is(key, WAS) ? Outcome.INSERT : is(key, WENT) ? Outcome.REPLACE : Outcome.UPDATE;
        }
        return is(key, WAS) ? Outcome.DELETE : Outcome.NONE;
    }

    /** Returns the sets of columns that updates write. */
    Collection<ColumnSet> columnSets() {
        return columnSets.values();
    }

    /** Returns the columns that the update of {@code key} writes. */
    ColumnSet columnSet(int key) {
        return written[key];
    }

    /** Reads what became of the row of {@code key}; what did not change here and was not told is unchanged in it. */
    void read(int key, RowImage into) {
        int change = last[key];
        into.take(moveTo(earlierCursor, change).after());
        fillFromBefore(into, earlierCursor);
        while (!into.isWhole() && earlier[change] != NOWHERE) {
            change = earlier[change];
            into.fill(moveTo(earlierCursor, change).after());
            fillFromBefore(into, earlierCursor);
        }
    }

    /** Reads {@code key} itself, in a row of which nothing else is known. */
    void readKey(int key, RowImage into) {
        index.read(key, into, table.columns().size());
    }
}
