package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates as OpenSSL writes them. */
final class CertificateFileTest {
    private static final String FIRST = "CN=First authority";
    private static final String SECOND = "CN=Second authority";

    @TempDir
    private Path folder;

    private TlsFile file(String name) throws IOException {
        return new TlsFile("truststoreFile", OpenSslFiles.copy(name, folder));
    }

    private static void assertRefused(TlsFile file, String reason) {
        assertThatThrownBy(() -> CertificateFile.read(file)).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
            assertThat(e)
                    .hasMessageStartingWith("truststoreFile " + file.path() + ": ")
                    .hasMessageContaining(reason);
            assertThat(e.hint()).isPresent();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"one.pem", "one.der", "one-with-text.crt", "one-crlf.pem", "one-bom.pem", "one-and-key.pem"})
    void readsOneCertificate(String name) throws IOException {
        assertThat(CertificateFile.read(file("certificates/" + name)))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly(FIRST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"both.pem", "both.p7b", "both-der.p7b", "p7b-called-crt.crt"})
    void readsSeveralCertificates(String name) throws IOException {
        assertThat(CertificateFile.read(file("certificates/" + name)))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "certificates/words.pem, this is not a certificate",
        "certificates/cut.der, this is not a certificate",
        "certificates/damaged.pem, this is not a certificate",
        "keys/ec-plain.pem, there is no certificate in the file; it holds PRIVATE KEY",
        "keys/rsa-plain.pk8, this is not a certificate",
        "keys/empty.pk8, the file is empty"
    })
    void saysWhatIsNoCertificate(String name, String reason) throws IOException {
        assertRefused(file(name), reason);
    }

    @Test
    void saysWhatToDoWithAFormOfOpenSslsOwn() throws IOException {
        Path path = folder.resolve("trusted.pem");
        Files.writeString(
                path,
                new String(OpenSslFiles.read("certificates/one.pem"), StandardCharsets.US_ASCII)
                        .replace(" CERTIFICATE", " TRUSTED CERTIFICATE"));

        assertRefused(new TlsFile("truststoreFile", path), "TRUSTED CERTIFICATE is a form of OpenSSL's own");
    }

    @Test
    void readsNoMoreThanAFileCanHold() {
        assertRefused(new TlsFile("truststoreFile", Path.of("/dev/zero")), "too large");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertRefused(new TlsFile("truststoreFile", folder.resolve("missing.pem")), "there is no such file");
    }
}
