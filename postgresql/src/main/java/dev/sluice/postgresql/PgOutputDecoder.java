package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch.Transaction;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ChangedTable.Identity;
import dev.sluice.change.Commit;
import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import dev.sluice.row.ColumnType;
import dev.sluice.row.PgType;
import dev.sluice.row.PgTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Understands the messages of PostgreSQL's output plug-in {@code pgoutput}, and tells a {@link Listener} what they say.
 * See the PostgreSQL documentation, chapter "Logical Replication Message Formats". Rows are handed on as they are. Used by
 * one thread.
 */
final class PgOutputDecoder {
    /** Learns what the stream says, in its order. */
    interface Listener {
        /** A transaction begins that was committed at that place and time. */
        void begin(Transaction transaction);

        /** A table is described, before the first change of it or after its definition changed. */
        void describe(ChangedTable table);

        /** A row changed; its tuples are {@code count} bytes of {@code bytes} from {@code offset} on, until this returns. */
        void change(ChangeKind kind, ChangedTable table, byte[] bytes, int offset, int count);

        /** Tables were emptied, all those that the statement named or that refer to them. */
        void truncate(List<ChangedTable> tables, boolean restartIdentity);

        /** Somebody wrote a message into the log. */
        void message(Lsn position, String prefix, byte[] content);

        /** The transaction ends. */
        void commit(Commit commit);
    }

    /** Says under which name the changes of a relation go, by its object identifier and its own name. */
    interface Naming {
        TableName of(long oid, TableName own);
    }

    private static final int RESTART_IDENTITY = 2;

    private final Listener listener;
    private final Naming naming;
    private final MessageBytes in = new MessageBytes();
    private final Map<Long, ChangedTable> tables = new HashMap<>();
    private final Map<Integer, String> types = new HashMap<>();

    PgOutputDecoder(Listener listener, Naming naming) {
        this.listener = listener;
        this.naming = naming;
    }

    /**
     * Understands one message.
     *
     * @throws dev.sluice.SyncException with MALFORMED_DATA, naming the message and the byte
     */
    void decode(byte[] bytes, int offset, int count) {
        in.wrap(bytes, offset, count);
        int letter = in.i8();
        switch (letter) {
            case 'B' -> begin();
            case 'C' -> commit();
            case 'R' -> relation();
            case 'Y' -> type();
            case 'I' -> change(ChangeKind.INSERT);
            case 'U' -> change(ChangeKind.UPDATE);
            case 'D' -> change(ChangeKind.DELETE);
            case 'T' -> truncate();
            case 'M' -> message();
            case 'O' -> origin();
            default -> throw in.malformed("this kind of message is not known");
        }
    }

    private void begin() {
        Lsn position = in.lsn();
        listener.begin(new Transaction(position, in.time()));
    }

    private void commit() {
        in.i8();
        Lsn position = in.lsn();
        Lsn end = in.lsn();
        listener.commit(new Commit(position, end, in.time()));
    }

    /** Where a transaction came from; the server was asked to leave out what is not to go on. */
    private void origin() {
        in.lsn();
        in.text();
    }

    private void type() {
        long oid = in.u32();
        String schema = in.text();
        types.put((int) oid, schema + "." + in.text());
    }

    /** The server describes a table before the first change of it, and again after its definition changed. */
    private void relation() {
        long oid = in.u32();
        TableName name = new TableName(schema(in.text()), in.text());
        Identity identity = identity(in.i8());
        int count = in.i16();
        List<ChangedColumn> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean identifying = (in.i8() & 1) != 0;
            String column = in.text();
            ColumnType type = columnType(in.i32());
            columns.add(new ChangedColumn(column, type, identifying, in.i32()));
        }
        ChangedTable table = new ChangedTable(oid, naming.of(oid, name), identity, columns);
        tables.put(oid, table);
        listener.describe(table);
    }

    /** The catalogue's own schema goes as an empty text. */
    private static String schema(String written) {
        return written.isEmpty() ? "pg_catalog" : written;
    }

    private Identity identity(int letter) {
        return switch (letter) {
            case 'd' -> Identity.DEFAULT;
            case 'i' -> Identity.INDEX;
            case 'f' -> Identity.FULL;
            case 'n' -> Identity.NOTHING;
            default -> throw in.malformed("a replica identity cannot be " + (char) letter);
        };
    }

    private ColumnType columnType(int oid) {
        return new ColumnType(
                oid, PgTypes.find(oid).map(PgType::name).orElseGet(() -> types.getOrDefault(oid, "type " + oid)));
    }

    private void change(ChangeKind kind) {
        ChangedTable table = table();
        listener.change(kind, table, in.array(), in.position(), in.remaining());
    }

    private void truncate() {
        int count = in.i32();
        if (count < 1) {
            throw in.malformed("it empties " + count + " tables");
        }
        int options = in.i8();
        List<ChangedTable> emptied = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            emptied.add(table());
        }
        listener.truncate(emptied, (options & RESTART_IDENTITY) != 0);
    }

    private ChangedTable table() {
        long oid = in.u32();
        ChangedTable table = tables.get(oid);
        if (table == null) {
            throw in.malformed("the table with the object identifier " + oid + " was not described before");
        }
        return Objects.requireNonNull(table);
    }

    private void message() {
        in.i8();
        Lsn position = in.lsn();
        String prefix = in.text();
        listener.message(position, prefix, in.bytes(in.i32()));
    }
}
