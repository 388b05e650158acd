package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.Lsn;
import dev.sluice.postgresql.Sessions.StreamSession;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.replication.PGReplicationStream;

/** A look into the stream that waits for nothing finds all that comes, whole, with and without TLS. */
@Timeout(60)
final class StreamSocketTest {
    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    private TlsSource source(String mode) {
        TestingPostgres server = TlsServer.of(TestingPostgres.DEFAULT_VERSION);
        return new TlsSource(server, folder).trusting(TlsServer.ROOT).with("sslMode", mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "verify-full"})
    void looksOfAnyLengthFindEveryMessage(String mode) throws SQLException {
        try (Sessions sessions = source(mode).sessions()) {
            PgSession other = sessions.open();
            other.execute("SET default_transaction_read_only = off");
            other.execute("DROP TABLE IF EXISTS looked_at; CREATE TABLE looked_at (id int4 PRIMARY KEY, v text)");
            Publication published = new Publication(other, "looking");
            if (!published.exists()) {
                other.execute("CREATE PUBLICATION looking FOR ALL TABLES");
            }
            StreamSession reading = sessions.openForStream();
            reading.session().execute("CREATE_REPLICATION_SLOT looking TEMPORARY LOGICAL pgoutput");
            PGReplicationStream stream = reading.session()
                    .replicate("looking", Lsn.NONE, Map.of("proto_version", "1", "publication_names", "looking"));
            assertThat(look(reading, stream, Duration.ZERO)).isNull();

            other.execute(
                    "INSERT INTO looked_at SELECT i, repeat('x', i % 5000) FROM generate_series(1, " + ROWS + ") i");

            assertThat(inserts(reading, stream)).isEqualTo(ROWS);
        }
    }

    /** The driver makes another one to cancel a statement. */
    @Test
    void nothingIsLeftOfSocketsThatNobodyWaitsFor() throws IOException {
        String ticket = StreamSocketFactory.ticket();
        StreamSocketFactory factory = new StreamSocketFactory(ticket);
        try (Socket first = factory.createSocket();
                Socket second = factory.createSocket()) {
            assertThat(StreamSocketFactory.take(ticket)).containsSame((StreamSocket) second);
            assertThat(first.isClosed()).isFalse();
        }
        factory.createSocket().close();

        assertThat(StreamSocketFactory.take(ticket)).isEmpty();
    }

    /** Looks in turns without waiting and for some milliseconds, until the transaction has come to its end. */
    private static int inserts(StreamSession reading, PGReplicationStream stream) throws SQLException {
        int inserts = 0;
        for (int looks = 0; ; looks++) {
            ByteBuffer message = look(reading, stream, looks % 3 == 0 ? Duration.ofMillis(3) : Duration.ZERO);
            if (message == null) {
                continue;
            }
            byte kind = message.get();
            if (kind == 'C') {
                return inserts;
            }
            inserts += kind == 'I' ? 1 : 0;
        }
    }

    private static ByteBuffer look(StreamSession reading, PGReplicationStream stream, Duration patience)
            throws SQLException {
        reading.socket().lookFor(patience);
        return stream.readPending();
    }
}
