package dev.sluice.change;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ChangedTable.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the changes of one table further columns. Where one of them marks rows that went, a delete becomes an update that
 * sets the mark, and all other changes say that their row is there. A column of the source that has the name of a further
 * one is left out. See the PostgreSQL documentation, chapter "Logical Replication Message Formats". Used by one thread.
 */
public final class ExtendedTable {
    private final ChangedTable table;
    private final ChangedTable extended;
    private final boolean marks;
    private final boolean[] kept;
    private final boolean keepsAll;
    private final ExtraFields extra;
    private final TupleBytes out = new TupleBytes();

    /** {@code extras} are of different names. */
    public ExtendedTable(ChangedTable table, List<ExtraColumn> extras) {
        this.table = table;
        this.marks = extras.stream().anyMatch(ExtraColumn::isMark);
        this.kept = new boolean[table.columns().size()];
        Set<String> names = extras.stream().map(ExtraColumn::name).collect(Collectors.toSet());
        List<ChangedColumn> columns = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = !names.contains(table.columns().get(i).name());
            if (kept[i]) {
                columns.add(table.columns().get(i));
            }
        }
        this.keepsAll = columns.size() == kept.length;
        extras.forEach(one -> columns.add(column(one)));
        this.extended = new ChangedTable(table.oid(), table.name(), table.identity(), columns);
        this.extra = new ExtraFields(List.copyOf(extras));
    }

    /** Where nothing but the whole row tells it from others, the mark does, too: it is one of those that are there. */
    private ChangedColumn column(ExtraColumn one) {
        return new ChangedColumn(one.name(), one.type(), isWhole() && one.isMark());
    }

    private boolean isWhole() {
        return table.identity() == Identity.FULL;
    }

    /** Returns the table with the further columns. */
    public ChangedTable table() {
        return extended;
    }

    /**
     * Appends the change of a row at {@code index} of {@code from} to {@code to}.
     *
     * @throws SyncException with MALFORMED_DATA, naming the byte
     */
    public void append(ChangeBatch from, int index, ChangeBatch to) {
        out.clear();
        int end = from.end(index);
        boolean goes = marks && from.kind(index) == ChangeKind.DELETE;
        for (int at = from.start(index); at < end; ) {
            int next = tupleEnd(from.bytes(), at + 1, end);
            byte letter = from.bytes()[at];
            out.begin(letter, extended.columns().size());
            fields(from.bytes(), at, next, false);
            if (letter == 'N') {
                extra.write(out, from.transaction(index), false, isText(from.bytes(), at));
            } else {
                extra.writeOld(out, isWhole());
            }
            if (goes) {
                out.begin('N', extended.columns().size());
                fields(from.bytes(), at, next, letter == 'K');
                extra.write(out, from.transaction(index), true, isText(from.bytes(), at));
            }
            at = next;
        }
        to.append(from, index, goes ? ChangeKind.UPDATE : from.kind(index), extended, out);
    }

    /** Returns whether the tuple's values are in text form, as its first field says; NULL or no field counts as binary. */
    private boolean isText(byte[] bytes, int tuple) {
        return kept.length > 0 && bytes[tuple + 1 + Short.BYTES] == 't';
    }

    /** Copies the fields of the tuple whose letter is at {@code tuple}; with {@code keyOnly}, others are written as unchanged. */
    private void fields(byte[] bytes, int tuple, int end, boolean keyOnly) {
        int at = tuple + 1 + Short.BYTES;
        if (keepsAll && !keyOnly) {
            out.put(bytes, at, end - at);
            return;
        }
        for (int field = 0; field < kept.length; field++) {
            int next = fieldEnd(bytes, at, end);
            if (kept[field] && keyOnly && !table.columns().get(field).identifying()) {
                out.put('u');
            } else if (kept[field]) {
                out.put(bytes, at, next - at);
            }
            at = next;
        }
    }

    private int tupleEnd(byte[] bytes, int from, int end) {
        int count = from + Short.BYTES <= end ? (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff) : -1;
        if (count != kept.length) {
            throw malformed(from, "a tuple has " + count + " fields, and its table " + kept.length);
        }
        int at = from + Short.BYTES;
        for (int field = 0; field < count; field++) {
            at = fieldEnd(bytes, at, end);
        }
        return at;
    }

    private static int fieldEnd(byte[] bytes, int at, int end) {
        int next = at + 1;
        if (at < end && (bytes[at] == 't' || bytes[at] == 'b')) {
            int value = next + Integer.BYTES;
            int length = value > end
                    ? -1
                    : (bytes[next] & 0xff) << 24
                            | (bytes[next + 1] & 0xff) << 16
                            | (bytes[next + 2] & 0xff) << 8
                            | (bytes[next + 3] & 0xff);
            next = length < 0 ? Integer.MAX_VALUE : value + length;
        }
        if (next < 0 || next > end) {
            throw malformed(at, "a field ends behind it");
        }
        return next;
    }

    private static SyncException malformed(int at, String what) {
        return new SyncException(ErrorCode.MALFORMED_DATA, "A change is malformed at byte " + at + ": " + what);
    }
}
