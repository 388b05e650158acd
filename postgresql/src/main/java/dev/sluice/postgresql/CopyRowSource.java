package dev.sluice.postgresql;

import dev.sluice.connector.RowSource;
import dev.sluice.connector.Split;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Reads splits by {@code COPY (SELECT …) TO STDOUT}. The server sends one CopyData message per row; see the PostgreSQL
 * documentation, chapter "Message Flow", "COPY Operations".
 */
final class CopyRowSource implements RowSource {
    /** The signature, the flags and the length of the header extension; see "COPY", "Binary Format". */
    private static final int BINARY_HEADER = 19;

    private final Sessions sessions;
    private final PgSession session;
    private final RowFormat format;
    private boolean inTransaction;
    private boolean headerPending;
    private @Nullable CopyOut copy;

    /** {@code enlisted} is a session of {@code sessions} that reads the snapshot already; without it another is taken. */
    CopyRowSource(Sessions sessions, Optional<PgSession> enlisted, RowFormat format) {
        this.sessions = sessions;
        this.session = enlisted.orElseGet(sessions::take);
        this.inTransaction = enlisted.isPresent();
        this.format = format;
    }

    @Override
    public void open(Split split) {
        PostgresSplit part = (PostgresSplit) split;
        sessions.requireNotCancelled();
        try {
            begin(part.snapshot());
            String options = format == RowFormat.BINARY ? " (FORMAT binary)" : "";
            copy = session.copyOut("COPY (" + part.select() + "\n) TO STDOUT" + options);
            headerPending = format == RowFormat.BINARY;
        } catch (SQLException e) {
            throw session.failed(e, "The source cannot be read (" + part.label() + ")");
        }
    }

    private void begin(Optional<String> snapshot) throws SQLException {
        if (inTransaction) {
            return;
        }
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        if (snapshot.isPresent()) {
            session.execute("SET TRANSACTION SNAPSHOT " + Quoting.literal(snapshot.get()));
        }
        inTransaction = true;
    }

    @Override
    public boolean fill(RowBatch batch) {
        CopyOut open = copy;
        if (open == null) {
            return false;
        }
        try {
            while (!batch.isFull()) {
                byte[] message = open.readFromCopy();
                if (message == null) {
                    copy = null;
                    return false;
                }
                append(batch, message);
            }
            return true;
        } catch (SQLException e) {
            throw session.failed(e, "The source stopped sending rows");
        }
    }

    private void append(RowBatch batch, byte[] message) {
        if (format == RowFormat.TEXT) {
            batch.append(message, 0, message.length);
            return;
        }
        int start = headerPending ? headerLength(message) : 0;
        headerPending = false;
        int length = message.length - start;
        if (length > 0 && !isTrailer(message, start)) {
            batch.append(message, start, length);
        }
    }

    private static int headerLength(byte[] message) {
        return BINARY_HEADER + ByteBuffer.wrap(message).getInt(BINARY_HEADER - Integer.BYTES);
    }

    /** The trailer is a field count of -1, which no row has. */
    private static boolean isTrailer(byte[] message, int start) {
        return message[start] == -1 && message[start + 1] == -1;
    }

    @Override
    public void close() {
        sessions.close(session);
    }
}
