package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyIn;

/** Stopping what goes over TLS when the network is silent: closing such a connection waits for whoever uses it. */
@Timeout(60)
final class TlsStopTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        threads.shutdown();
    }

    private Sessions through(FaultProxy proxy) {
        return new TlsSource(TlsServer.of(TestingPostgres.DEFAULT_VERSION), folder)
                .at(proxy.host(), proxy.port())
                .trusting(TlsServer.ROOT)
                .sessions();
    }

    private static FaultProxy proxy() {
        return FaultProxy.to(TlsServer.of(TestingPostgres.DEFAULT_VERSION));
    }

    /** The driver sends its request on a connection of its own, which the server takes without TLS from anybody. */
    @Test
    void aServerThatAnswersIsAsked() throws Exception {
        TestingPostgres server = TlsServer.of(TestingPostgres.DEFAULT_VERSION);
        TlsSource source = new TlsSource(server, folder)
                .as("by_scram", TlsServer.USER_PASSWORD)
                .trusting(TlsServer.ROOT);
        try (Sessions sessions = source.sessions()) {
            PgSession session = sessions.open();
            Future<SQLException> end = threads.submit(() -> end(() -> session.execute("SELECT pg_sleep(3600)")));
            Gate.await(
                    server.database("postgres"),
                    "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND usename = 'by_scram'");

            sessions.cancel();

            assertThat(PgErrors.state(end.get())).isEqualTo("57014");
        }
    }

    @Test
    void endsAStatementThatWaits() throws Exception {
        try (FaultProxy proxy = proxy();
                Sessions sessions = through(proxy)) {
            PgSession session = sessions.open();
            proxy.silence();
            Future<SQLException> end = threads.submit(() -> end(() -> session.execute("SELECT pg_sleep(3600)")));
            awaitInSocket("implRead");

            sessions.cancel();

            assertThat(PgErrors.state(end.get())).startsWith("08");
        }
    }

    @Test
    void endsACopyThatIsStuckInTheMidstOfSending() throws Exception {
        try (FaultProxy proxy = proxy();
                Sessions sessions = through(proxy)) {
            PgSession session = sessions.open();
            session.execute("SET default_transaction_read_only = off");
            session.execute("CREATE TEMPORARY TABLE t (v text)");
            CopyIn copy = session.copyIn("COPY t FROM STDIN");
            proxy.silence();
            Future<SQLException> end = threads.submit(() -> end(() -> sendForEver(copy)));
            awaitInSocket("implWrite");

            sessions.cancel();

            assertThat(PgErrors.state(end.get())).startsWith("08");
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static SQLException end(Work work) {
        try {
            work.run();
            throw new IllegalStateException("it came to its end");
        } catch (SQLException e) {
            return e;
        }
    }

    private static void sendForEver(CopyIn copy) throws SQLException {
        byte[] line = "x".repeat(8191).concat("\n").getBytes(StandardCharsets.US_ASCII);
        while (copy.isActive()) {
            copy.writeToCopy(line, 0, line.length);
        }
    }

    /** Waits until a thread of the test's pool waits for its socket. */
    private static void awaitInSocket(String method) throws InterruptedException {
        Stopping.await(() -> Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("pool-"))
                .anyMatch(thread -> Stream.of(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals(method))
                        && Stream.of(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("park"))));
    }
}
