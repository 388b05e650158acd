package dev.sluice.postgresql;

import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Brings rows into a table by one COPY. See the PostgreSQL documentation, "COPY", "Binary Format". */
final class CopyLoader implements Loader {
    /** The signature, no flags, no header extension. */
    private static final byte[] BINARY_HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final byte[] BINARY_TRAILER = {(byte) 0xff, (byte) 0xff};

    /** How much is sent between two looks at whether the server has complained. Few rows wait for others to go with. */
    private static final int MESSAGE = 1 << 16;

    private final PgSession session;
    private final CopyContext context;
    private final String sql;
    private final RowFormat format;
    private final byte[] small = new byte[MESSAGE];
    private int gathered;
    private @Nullable CopyIn copy;

    /** {@code into} is the table and its columns as SQL, {@code table} the table's own name. */
    CopyLoader(PgSession session, String into, String table, RowFormat format) {
        this.session = session;
        this.context = new CopyContext(table);
        this.format = format;
        this.sql = "COPY " + into + " FROM STDIN" + (format == RowFormat.BINARY ? " (FORMAT binary)" : "");
    }

    @Override
    public void begin() throws SQLException {
        CopyIn begun = session.copyIn(sql);
        copy = begun;
        gathered = 0;
        if (format == RowFormat.BINARY) {
            begun.writeToCopy(BINARY_HEADER, 0, BINARY_HEADER.length);
        }
    }

    @Override
    public void send(RowBatch batch, int from, int to) throws SQLException {
        int start = batch.start(from);
        int count = batch.end(to - 1) - start;
        if (count > MESSAGE - gathered) {
            flush();
        }
        if (count > MESSAGE / 2) {
            sendAll(batch.bytes(), start, count);
        } else {
            System.arraycopy(batch.bytes(), start, small, gathered, count);
            gathered += count;
        }
    }

    private void sendAll(byte[] bytes, int offset, int count) throws SQLException {
        flush();
        int end = offset + count;
        for (int start = offset; start < end; start += MESSAGE) {
            open().writeToCopy(bytes, start, Math.min(MESSAGE, end - start));
        }
    }

    private void flush() throws SQLException {
        if (gathered > 0) {
            open().writeToCopy(small, 0, gathered);
            gathered = 0;
        }
    }

    @Override
    public long end() throws SQLException {
        flush();
        CopyIn open = open();
        if (format == RowFormat.BINARY) {
            open.writeToCopy(BINARY_TRAILER, 0, BINARY_TRAILER.length);
        }
        copy = null;
        return open.endCopy();
    }

    @Override
    public OptionalInt refusedLine(SQLException failure) {
        return context.line(failure);
    }

    @Override
    public Optional<String> refusedColumn(SQLException failure) {
        return context.column(failure);
    }

    private CopyIn open() {
        if (copy == null) {
            throw new IllegalStateException("No COPY has begun");
        }
        return copy;
    }
}
