package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.testkit.Authority;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Set-ups of TLS that cannot work: one message each, which says what to do and shows no secret. */
@ParameterizedClass
@ValueSource(ints = {10, 16, 18})
final class TlsFailuresTest {
    /** The alert behind it may get lost: see {@link DriverConnection}. */
    private static final String REFUSED = "the server refuses the client certificate";

    private static final byte[] WORDS = "no certificate".getBytes(StandardCharsets.US_ASCII);

    @Parameter
    private int version;

    @TempDir
    private Path folder;

    private TlsSource source() {
        return new TlsSource(TlsServer.of(version), folder);
    }

    private TlsSource certified(String keyFile) {
        return source().as("by_certificate", TlsServer.USER_PASSWORD)
                .trusting(TlsServer.ROOT)
                .showing("by_certificate", TlsServer.CLIENTS, keyFile)
                .with("clientPassword", OpenSslFiles.PASSWORD);
    }

    private void assertFails(TlsSource source, ErrorCode code, String reason, String cure) {
        try (Sessions sessions = source.sessions()) {
            SyncException failure = catchThrowableOfType(SyncException.class, sessions::open);

            assertThat(failure).isNotNull().hasMessageContaining(reason);
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
            assertThat(failure).hasMessageStartingWith("No connection to the source tls (");
            assertThat(failure.hint()).get().asString().contains(cure);
            StringWriter everything = new StringWriter();
            failure.printStackTrace(new PrintWriter(everything));
            assertThat(everything + failure.hint().orElseThrow() + source.dataSource())
                    .doesNotContain(OpenSslFiles.PASSWORD)
                    .doesNotContain(TlsServer.USER_PASSWORD)
                    .doesNotContain("super-secret");
        }
    }

    private void assertFileFails(TlsSource source, String key, String reason, String cure) {
        assertFails(source, ErrorCode.PREFLIGHT_FAILED, key + " " + folder.resolve(key) + ": " + reason, cure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"truststoreFile", "keystoreFile", "keyFile"})
    void aFileIsMissing(String key) {
        assertFails(
                certified("ec-plain.pk8").with(key, "missing.pem"),
                ErrorCode.PREFLIGHT_FAILED,
                key + " " + folder.resolve("missing.pem") + ": there is no such file",
                "Correct \"" + key + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"truststoreFile", "keystoreFile"})
    void aFileHoldsNoCertificate(String key) {
        assertFileFails(certified("ec-plain.pk8").file(key, WORDS), key, "this is not a certificate", "PEM, DER");
        assertFileFails(certified("ec-plain.pk8").file(key, new byte[0]), key, "the file is empty", "PEM, DER");
    }

    @Test
    void theKeyFileHoldsNoKey() {
        assertFileFails(
                certified("ec-plain.pk8").file("keyFile", WORDS), "keyFile", "this is not a private key", "openssl");
        assertFileFails(certified("empty.pk8"), "keyFile", "the file is empty", "-provider legacy -provider default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-md5-des.pk8", "rsa-sha1-3des.pk8", "rsa-default.pem"})
    void theKeyNeedsAnotherPassword(String keyFile) {
        assertFileFails(
                certified(keyFile).with("clientPassword", "wrong"), "keyFile", "the password does not fit", "${env:");
        assertFileFails(
                certified(keyFile).with("clientPassword", ""),
                "keyFile",
                "the key is encrypted, and",
                "clientPassword");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1.pem", "secp224r1.pem", "brainpoolP256r1.pem"})
    void theKeyIsOfACurveThatJavaDoesNotUse(String keyFile) {
        assertFileFails(
                certified("ec-plain.pk8").file("keyFile", OpenSslFiles.read("keys/" + keyFile)),
                "keyFile",
                "Java cannot sign with a key of this kind (Curve not supported",
                "P-256");
    }

    @Test
    void theKeyIsThatOfAnotherCertificate() {
        assertFileFails(
                certified("ec-plain.pk8").file("keyFile", OpenSslFiles.read("keys/rsa-plain.pk8")),
                "keyFile",
                "the key is not that of the certificate in keystoreFile " + folder.resolve("keystoreFile")
                        + " (CN=by_certificate)",
                "request a certificate");
    }

    @Test
    void filesOfAConnectionWithoutTlsAreNotRead() {
        assertThat(source().with("truststoreFile", "missing.pem")
                        .with("sslMode", "disable")
                        .connect()
                        .tls())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefer", "allow"})
    void aWrongFileIsNoReasonToGoWithoutTls(String mode) {
        assertFails(
                certified("ec-plain.pk8").with("sslMode", mode).with("keyFile", "missing.pk8"),
                ErrorCode.PREFLIGHT_FAILED,
                "there is no such file",
                "keyFile");
    }

    @Test
    void verifyCaHasNoTruststore() {
        assertFails(
                source().with("sslMode", "verify-ca"),
                ErrorCode.PREFLIGHT_FAILED,
                "sslMode verify-ca needs a truststoreFile",
                "verify-full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void theServerIsSignedBySomebodyElse(String mode) {
        assertFails(
                source().trusting(TlsServer.STRANGERS).with("sslMode", mode),
                ErrorCode.AUTHENTICATION_FAILED,
                "the server's certificate (CN=localhost) is signed by CN=Root of servers, who is not in truststoreFile "
                        + folder.resolve("truststoreFile"),
                "put the certificate of that authority");
    }

    @Test
    void theServerIsNotSignedByAPublicAuthority() {
        assertFails(
                source().with("sslMode", "verify-full"),
                ErrorCode.AUTHENTICATION_FAILED,
                "who is not in the list of public authorities that comes with Java",
                "\"truststoreFile\"");
    }

    @Test
    void theServersCertificateIsForAnotherHost() {
        assertFails(
                source().trusting(TlsServer.ROOT)
                        .with("sslMode", "verify-full")
                        .at("127.0.0.1", TlsServer.of(version).port()),
                ErrorCode.AUTHENTICATION_FAILED,
                "the server's certificate is for another host",
                "-connect 127.0.0.1:" + TlsServer.of(version).port() + " </dev/null | openssl x509");
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void theServerDoesNotSpeakTls(String mode) {
        TlsSource source = new TlsSource(TestingPostgres.shared(version), folder).trusting(TlsServer.ROOT);

        assertFails(
                source.with("sslMode", mode), ErrorCode.PREFLIGHT_FAILED, "the server does not speak TLS", "ssl = on");
    }

    @ParameterizedTest
    @CsvSource({"by_certificate", "by_both"})
    void theServerWantsAClientCertificate(String user) {
        assertFails(
                source().as(user, TlsServer.USER_PASSWORD).trusting(TlsServer.ROOT),
                ErrorCode.AUTHENTICATION_FAILED,
                "connection requires a valid client certificate",
                "\"keystoreFile\" and \"keyFile\"");
    }

    @Test
    void theClientCertificateIsForAnotherUser() {
        assertFails(
                certified("ec-plain.pk8").showing("somebody", TlsServer.CLIENTS, "ec-plain.pk8"),
                ErrorCode.AUTHENTICATION_FAILED,
                "certificate authentication failed for user \"by_certificate\"",
                "common name (CN)");
    }

    @Test
    void theServerDoesNotKnowWhoSignedTheClientCertificate() {
        assertFails(
                certified("ec-plain.pk8").showing("by_certificate", TlsServer.STRANGERS, "ec-plain.pk8"),
                ErrorCode.AUTHENTICATION_FAILED,
                REFUSED,
                "ssl_ca_file");
    }

    @Test
    void theClientCertificateHasExpired() {
        byte[] expired =
                Authority.pem(TlsServer.CLIENTS.certifyExpired("by_certificate", TlsSource.publicKey("ec-plain.pk8")));

        assertFails(
                certified("ec-plain.pk8").file("keystoreFile", expired),
                ErrorCode.AUTHENTICATION_FAILED,
                REFUSED,
                "must be valid");
    }

    @Test
    void theServerTakesNobodyInThisWay() {
        assertFails(
                source().as("by_scram", TlsServer.USER_PASSWORD),
                ErrorCode.AUTHENTICATION_FAILED,
                "pg_hba.conf",
                "\"hostssl\"");
        assertFails(
                source().as("without_tls", TlsServer.USER_PASSWORD).trusting(TlsServer.ROOT),
                ErrorCode.AUTHENTICATION_FAILED,
                "pg_hba.conf",
                "\"hostnossl\"");
    }

    @Test
    void theUsersPasswordIsWrong() {
        assertFails(
                source().as("by_scram", "wrong").trusting(TlsServer.ROOT),
                ErrorCode.AUTHENTICATION_FAILED,
                "password authentication failed",
                "Check username and password");
    }
}
