package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy has its time from a clock that the test reads. */
final class FaultProxyTest {
    private final HandTime time = new HandTime();
    private Echo echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new Echo();
        proxy = FaultProxy.to("localhost", echo.port(), time);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBothWaysAndHandsOnTheEnd() throws Exception {
        try (Socket client = connect()) {
            byte[] sent = new byte[300_000];
            new Random(1).nextBytes(sent);
            Thread writer = new Thread(() -> write(client, sent));
            writer.start();

            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            writer.join();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static void write(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void forgetsWhatIsOpenAndLetsOthersPass() throws Exception {
        try (Socket forgotten = connect()) {
            assertThat(roundTrip(forgotten, 1)).isEqualTo(1);
            proxy.forget();
            proxy.pass();
            try (Socket later = connect()) {
                assertThat(roundTrip(later, 1)).isEqualTo(1);
            }

            forgotten.setSoTimeout(100);
            assertThatThrownBy(() -> roundTrip(forgotten, 2)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void delaysEachWay() throws Exception {
        try (Socket client = connect()) {
            proxy.delay(Duration.ofHours(4));

            assertThat(roundTrip(client, 1)).isEqualTo(1);

            assertThat(time.passed()).isEqualTo(Duration.ofHours(8));
        }
    }

    @Test
    void limitsTheRateOfEachWay() throws Exception {
        try (Socket client = connect()) {
            proxy.limit(100);
            client.getOutputStream().write(new byte[20_000]);

            client.getInputStream().readNBytes(20_000);

            proxy.close();
            assertThat(time.passed()).isEqualTo(Duration.ofSeconds(400));
        }
    }

    @Test
    void cutsOpenConnectionsAndLetsNewOnesIn() throws Exception {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 1)).isEqualTo(1);
            proxy.cut();

            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void cutsBehindTheGivenByte() throws Exception {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 1)).isEqualTo(1);
            proxy.cutAfter(3);

            client.getOutputStream().write(new byte[] {2, 3, 4});
            assertThat(client.getInputStream().readNBytes(3)).containsExactly(2, 3, 4);
            client.getOutputStream().write(5);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 6)).isEqualTo(6);
        }
    }

    @Test
    void staysSilentUntilItPassesAgain() throws Exception {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 1)).isEqualTo(1);
            proxy.silence();
            client.setSoTimeout(100);

            assertThatThrownBy(() -> roundTrip(client, 2)).isInstanceOf(SocketTimeoutException.class);
            try (Socket late = connect()) {
                assertThat(late.isConnected()).isTrue();
            }

            client.setSoTimeout(0);
            proxy.pass();
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void refusesOpenAndNewConnections() throws Exception {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 1)).isEqualTo(1);
            proxy.refuse();

            assertThatThrownBy(() -> roundTrip(client, 2)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> {
                        try (Socket late = connect()) {
                            roundTrip(late, 3);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
        proxy.pass();
        try (Socket client = connect()) {
            assertThat(roundTrip(client, 4)).isEqualTo(4);
        }
    }

    @Test
    void leavesNeitherConnectionsNorThreads() throws Exception {
        Socket client = connect();
        assertThat(roundTrip(client, 1)).isEqualTo(1);
        assertThat(proxy.connections()).isEqualTo(1);

        proxy.close();

        assertThat(proxy.connections()).isZero();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        client.close();
    }

    @Test
    void resetsClientsWhileTheTargetIsGone() throws Exception {
        try (ClosedPort gone = new ClosedPort();
                FaultProxy toNowhere = FaultProxy.to("localhost", gone.port());
                Socket client = new Socket("localhost", toNowhere.port())) {
            assertThatThrownBy(() -> roundTrip(client, 1)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void breaksAConnectionToPostgresInTheMiddleOfARow() throws Exception {
        TestingPostgres server = TestingPostgres.shared();
        try (FaultProxy cutting = FaultProxy.to(server);
                Connection connection =
                        DriverManager.getConnection(cutting.jdbcUrl("postgres"), server.user(), server.password())) {
            cutting.cutAfter(1000);

            assertThatThrownBy(() -> connection.createStatement().executeQuery("select repeat('x', 5000)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
        }
    }

    private Socket connect() throws IOException {
        return new Socket(proxy.host(), proxy.port());
    }

    private static int roundTrip(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    /** Sends back what comes, on every connection. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        Echo() throws IOException {
            daemon(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void accept() throws IOException {
            while (true) {
                Socket client = listener.accept();
                daemon(() -> echo(client));
            }
        }

        private static void echo(Socket client) throws IOException {
            try (client;
                    InputStream in = client.getInputStream()) {
                in.transferTo(client.getOutputStream());
            }
        }

        private interface Task {
            void run() throws IOException;
        }

        private static void daemon(Task task) {
            Thread thread = new Thread(() -> {
                try {
                    task.run();
                } catch (IOException e) {
                    // The connection was cut, which is what these tests do.
                    assertThat(e).isInstanceOf(SocketException.class);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
