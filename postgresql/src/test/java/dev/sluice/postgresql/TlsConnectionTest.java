package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.postgresql.TlsSource.Encryption;
import dev.sluice.testkit.Authority;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sources with TLS against real servers: every way in that a data source can describe. */
@ParameterizedClass
@ValueSource(ints = {10, 16, 18})
final class TlsConnectionTest {
    private static final Encryption PLAIN = new Encryption(false, "");
    private static final Encryption TLS = new Encryption(true, "");

    @Parameter
    private int version;

    @TempDir
    private Path folder;

    private TlsSource source() {
        return new TlsSource(TlsServer.of(version), folder);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', false",
        "'', disable, false",
        "'', allow, false",
        "'', prefer, true",
        "'', require, true",
        "AuthTypeNone, disable, false",
        "AuthTypeSsl, '', true",
        "AuthTypeSsl, disable, false"
    })
    void theModeSaysWhetherThereIsTls(String protocol, String mode, boolean tls) {
        assertThat(source().with("securityProtocol", protocol)
                        .with("sslMode", mode)
                        .connect())
                .isEqualTo(new Encryption(tls, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', disable, false",
        "'', allow, false",
        "'', prefer, true",
        "'', require, true",
        "'', verify-ca, true",
        "'', verify-full, true",
        "AuthTypeNone, '', false",
        "AuthTypeSsl, '', true",
        "AuthTypeSsl, verify-full, true"
    })
    void aTruststoreMeansTlsUnlessTheModeSaysNo(String protocol, String mode, boolean tls) {
        TlsSource source = source().trusting(TlsServer.ROOT);

        assertThat(source.with("securityProtocol", protocol)
                        .with("sslMode", mode)
                        .connect())
                .isEqualTo(new Encryption(tls, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"by_scram", "by_md5", "by_trust"})
    void usersGetInByAnyMethodOverTls(String user) {
        assertThat(source().as(user, TlsServer.USER_PASSWORD)
                        .trusting(TlsServer.ROOT)
                        .connect())
                .isEqualTo(TLS);
    }

    @Test
    void theModesThatLeaveItOpenTakeWhatTheServerWants() {
        assertThat(source().as("by_scram", TlsServer.USER_PASSWORD)
                        .with("sslMode", "allow")
                        .connect())
                .isEqualTo(TLS);
        assertThat(source().as("without_tls", "").with("sslMode", "prefer").connect())
                .isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @CsvSource({"by_certificate, ''", "by_both, user-secret", "by_scram, user-secret"})
    void aClientCertificateIsShown(String user, String password) {
        TlsSource source = source().as(user, password)
                .trusting(TlsServer.ROOT)
                .showing(user, TlsServer.CLIENTS, "ec-default.pem")
                .with("clientPassword", OpenSslFiles.PASSWORD);

        assertThat(source.connect()).isEqualTo(new Encryption(true, "/CN=" + user));
        assertThat(source.with("sslMode", "verify-full").connect()).isEqualTo(new Encryption(true, "/CN=" + user));
        assertThat(source.with("sslMode", "").with("truststoreFile", "").connect())
                .as("without truststore")
                .isEqualTo(new Encryption(true, "/CN=" + user));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-plain.pk8, ''",
        "rsa-plain.pem, ''",
        "rsa-pkcs1.pem, ''",
        "rsa-pkcs1.der, ''",
        "rsa-md5-des.pk8, key-secret",
        "rsa-sha1-3des.pk8, key-secret",
        "rsa-default.pem, key-secret",
        "rsa-aes128-sha1.pk8, key-secret",
        "ec-plain.pk8, ''",
        "ec-sec1.pem, ''",
        "ec-sec1.der, ''",
        "ec-md5-des.pk8, key-secret",
        "ec-aes256-sha512.pk8, key-secret"
    })
    void aKeyMayHaveAnyForm(String keyFile, String password) {
        assertThat(source().as("by_certificate", "")
                        .trusting(TlsServer.ROOT)
                        .showing("by_certificate", TlsServer.CLIENTS, keyFile)
                        .with("clientPassword", password)
                        .connect())
                .isEqualTo(new Encryption(true, "/CN=by_certificate"));
    }

    /** The server knows the root only; who signed the certificate is in the client's file, in any order. */
    @Test
    void aClientShowsWhoSignedItsCertificate() {
        Authority deputy = TlsServer.CLIENTS.deputy("Deputy of the clients");
        byte[] file = Authority.pem(
                TlsServer.CLIENTS.certificate(),
                deputy.certificate(),
                deputy.certify("by_certificate", TlsSource.publicKey("ec")));

        assertThat(source().as("by_certificate", "")
                        .trusting(TlsServer.ROOT)
                        .showing("by_certificate", deputy, "ec-plain.pk8")
                        .file("keystoreFile", file)
                        .connect())
                .isEqualTo(new Encryption(true, "/CN=by_certificate"));
    }

    @Test
    void aTruststoreMayHoldSeveralAuthorities() {
        byte[] several = Authority.pem(TlsServer.STRANGERS.certificate(), TlsServer.ROOT.certificate());

        assertThat(source().file("truststoreFile", several).connect()).isEqualTo(TLS);
    }

    @Test
    void verifyCaDoesNotLookAtTheHost() {
        TestingPostgres server = TlsServer.of(version);

        assertThat(source().trusting(TlsServer.ROOT)
                        .at("127.0.0.1", server.port())
                        .connect())
                .isEqualTo(TLS);
    }
}
