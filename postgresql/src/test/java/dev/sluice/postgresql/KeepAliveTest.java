package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An idle connection is asked for by this machine, too, before the network forgets it: the kernel tells when. */
final class KeepAliveTest {
    /** Columns of these tables: the local address, the connection's state and the timer. See proc(5). */
    private static final List<Path> CONNECTIONS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final String KEEP_ALIVE = "02:";
    private static final int TICKS_OF_A_MINUTE = 6000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"disable", "verify-full"})
    void isAskedForWithinAMinute(String mode) throws SQLException {
        assumeTrue(Files.exists(CONNECTIONS.get(0)));
        TlsSource source = new TlsSource(TlsServer.of(TestingPostgres.DEFAULT_VERSION), folder)
                .trusting(TlsServer.ROOT)
                .with("sslMode", mode);
        try (Sessions sessions = source.sessions()) {
            for (PgSession session : List.of(
                    sessions.open(),
                    sessions.openForReplication(),
                    sessions.openForStream().session())) {
                String timer = timer(ports(sessions.open(), session.process()));
                assertThat(timer).startsWith(KEEP_ALIVE);
                assertThat(Integer.parseInt(timer.substring(KEEP_ALIVE.length()), 16))
                        .isBetween(1, TICKS_OF_A_MINUTE);
            }
        }
    }

    /** Returns the ports of both ends, ours first, as those tables write them. */
    private static List<String> ports(PgSession asking, int process) {
        return asking.query(
                        "SELECT client_port, inet_server_port() FROM pg_stat_activity WHERE pid = ?",
                        row -> List.of(String.format(":%04X", row.getInt(1)), String.format(":%04X", row.getInt(2))),
                        process)
                .get(0);
    }

    /** Connections to other servers may have the same port at this end, also those that are closed. */
    private static String timer(List<String> ports) {
        return CONNECTIONS.stream()
                .flatMap(KeepAliveTest::lines)
                .map(line -> line.strip().split(" +"))
                .filter(words -> words[1].endsWith(ports.get(0)) && words[2].endsWith(ports.get(1)))
                .map(words -> words[5])
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
