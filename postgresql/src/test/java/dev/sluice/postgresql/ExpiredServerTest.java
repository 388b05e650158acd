package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate has expired. */
final class ExpiredServerTest {
    private static TestingPostgres server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TlsServer.startExpired();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertExpired(TlsSource source) {
        assertThatThrownBy(source::connect).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
            assertThat(e)
                    .hasMessageContaining(
                            "the server's certificate (CN=localhost) or that of its authority has expired");
            assertThat(e.hint()).get().asString().contains("a new certificate");
        });
    }

    @Test
    void isRefused() {
        assertExpired(new TlsSource(server, folder).trusting(TlsServer.ROOT));
    }

    @Test
    void isRefusedThoughItsOwnCertificateIsInTheTruststore() throws Exception {
        byte[] own = Files.readAllBytes(server.dataDirectory().resolve("server.crt"));

        assertExpired(new TlsSource(server, folder).file("truststoreFile", own));
    }

    @Test
    void isTakenWhereNobodyLooks() {
        assertThat(new TlsSource(server, folder)
                        .with("sslMode", "require")
                        .connect()
                        .tls())
                .isTrue();
    }
}
