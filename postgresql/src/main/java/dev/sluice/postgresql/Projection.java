package dev.sluice.postgresql;

import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Leaves columns out of the changes of a table, and gives others the names that they have at the destination. See the
 * PostgreSQL documentation, chapter "Logical Replication Message Formats", TupleData. Used by one thread.
 */
final class Projection {
    private final ChangedTable projected;
    private final boolean[] kept;
    private final int keptColumns;
    private byte[] bytes = new byte[256];
    private int length;

    /** {@code names} has what each column is called; empty for one that is left out. */
    Projection(ChangedTable table, List<Optional<String>> names) {
        List<ChangedColumn> columns = new ArrayList<>();
        kept = new boolean[names.size()];
        for (int i = 0; i < names.size(); i++) {
            ChangedColumn column = table.columns().get(i);
            kept[i] = names.get(i).isPresent();
            names.get(i)
                    .ifPresent(name -> columns.add(
                            new ChangedColumn(name, column.type(), column.identifying(), column.modifier())));
        }
        keptColumns = columns.size();
        projected = new ChangedTable(table.oid(), table.name(), table.identity(), columns);
    }

    /** Returns the table as its changes go on. */
    ChangedTable table() {
        return projected;
    }

    /** Returns whether every column is kept, so that tuples stay as they are. */
    boolean keepsAll() {
        return keptColumns == kept.length;
    }

    /**
     * Writes the tuples of a change without what is left out.
     *
     * @throws dev.sluice.SyncException with MALFORMED_DATA, naming the byte
     */
    void project(byte[] source, int offset, int count) {
        MessageBytes in = new MessageBytes();
        in.wrap(source, offset, count);
        length = 0;
        while (in.remaining() > 0) {
            copy(in, Byte.BYTES);
            int fields = in.i16();
            if (fields != kept.length) {
                throw in.malformed("a tuple has " + fields + " fields, and its table " + kept.length);
            }
            room(Short.BYTES);
            bytes[length++] = (byte) (keptColumns >> 8);
            bytes[length++] = (byte) keptColumns;
            for (boolean keep : kept) {
                field(in, keep);
            }
        }
    }

    private void field(MessageBytes in, boolean keep) {
        int start = in.position();
        int kind = in.i8();
        if (kind == 't' || kind == 'b') {
            in.skip(in.i32());
        }
        if (keep) {
            append(in.array(), start, in.position() - start);
        }
    }

    private void copy(MessageBytes in, int count) {
        int start = in.position();
        in.skip(count);
        append(in.array(), start, count);
    }

    private void append(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    /** Returns what {@link #project} wrote, up to {@link #length}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
