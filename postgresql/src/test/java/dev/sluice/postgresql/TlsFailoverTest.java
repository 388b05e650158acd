package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.testkit.ClosedPort;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sources with several addresses: the next is tried where the one before does not come up to what is asked. */
final class TlsFailoverTest {
    private static TestingPostgres expired;

    private final TestingPostgres good = TlsServer.of(TestingPostgres.DEFAULT_VERSION);

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        expired = TlsServer.startExpired();
    }

    @AfterAll
    static void stop() {
        expired.close();
    }

    private TlsSource source() {
        return new TlsSource(good, folder)
                .trusting(TlsServer.ROOT)
                .as("by_certificate", "")
                .showing("by_certificate", TlsServer.CLIENTS, "ec-md5-des.pk8")
                .with("clientPassword", OpenSslFiles.PASSWORD);
    }

    private static void assertConnects(TlsSource source) {
        assertThat(source.connect()).isEqualTo(new TlsSource.Encryption(true, "/CN=by_certificate"));
    }

    @Test
    void nobodyListensAtTheFirst() {
        try (ClosedPort nobody = new ClosedPort()) {
            assertConnects(source().at("localhost", nobody.port()).orAt("localhost", good.port()));
        }
    }

    @Test
    void theFirstDoesNotSpeakTls() {
        assertConnects(source().at("localhost", TestingPostgres.shared().port()).orAt("localhost", good.port()));
    }

    @Test
    void theCertificateOfTheFirstHasExpired() {
        assertConnects(source().at("localhost", expired.port()).orAt("localhost", good.port()));
    }

    @Test
    void theCertificateOfTheFirstIsForAnotherHost() {
        assertConnects(source().with("sslMode", "verify-full")
                .at("127.0.0.1", good.port())
                .orAt("localhost", good.port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"truststoreFile", "keyFile"})
    void aFileThatIsMissingIsMissingEverywhere(String key) {
        TlsSource source = source().orAt("localhost", expired.port()).with(key, "missing");

        assertThatThrownBy(source::connect)
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("localhost:" + good.port() + ",localhost:" + expired.port())
                .hasMessageContaining(key + " " + folder.resolve("missing") + ": there is no such file");
    }
}
