package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver logs when it is told to log everything. */
final class TlsSecretsTest {
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage() + " " + Arrays.toString(line.getParameters()) + " " + line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Started before anybody listens: its own set-up states passwords. */
    private final TestingPostgres server = TlsServer.of(TestingPostgres.DEFAULT_VERSION);

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        DRIVER.addHandler(handler);
        DRIVER.setLevel(Level.ALL);
        DRIVER.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        DRIVER.removeHandler(handler);
        DRIVER.setLevel(null);
        DRIVER.setUseParentHandlers(true);
    }

    private TlsSource source() {
        return new TlsSource(server, folder)
                .as("by_both", TlsServer.USER_PASSWORD)
                .trusting(TlsServer.ROOT)
                .showing("by_both", TlsServer.CLIENTS, "ec-default.pem")
                .with("clientPassword", OpenSslFiles.PASSWORD);
    }

    @Test
    void holdsNoPasswordWhenItConnects() {
        assertThat(source().connect().tls()).isTrue();

        assertThat(lines).isNotEmpty().noneMatch(TlsSecretsTest::isTelling);
    }

    @Test
    void holdsNoPasswordWhenItDoesNot() {
        TlsSource source = source().with("keyFile", "missing.pk8");
        assertThatThrownBy(source::connect).isInstanceOf(SyncException.class);

        assertThat(lines).isNotEmpty().noneMatch(TlsSecretsTest::isTelling);
    }

    private static boolean isTelling(String line) {
        return line.contains(OpenSslFiles.PASSWORD) || line.contains(TlsServer.USER_PASSWORD);
    }
}
