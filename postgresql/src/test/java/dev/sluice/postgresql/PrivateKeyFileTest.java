package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys as OpenSSL writes them; the unencrypted PKCS#8 file of each algorithm is the judge. */
final class PrivateKeyFileTest {
    private static final String PASSWORD = OpenSslFiles.PASSWORD;
    private static final String NON_ASCII = OpenSslFiles.NON_ASCII_PASSWORD;

    @TempDir
    private Path folder;

    private Path copy(String name) throws IOException {
        return OpenSslFiles.copy("keys/" + name, folder);
    }

    private static byte[] read(Path file, String... password) {
        PrivateKeyFile keyFile = new PrivateKeyFile(
                new TlsFile("keyFile", file),
                Arrays.stream(password).findFirst().map(Secret::new));
        return keyFile.read().getEncoded();
    }

    private void assertRefused(Path file, String password, String reason, String cure) {
        assertThatThrownBy(() -> read(file, password.isEmpty() ? new String[0] : new String[] {password}))
                .isInstanceOfSatisfying(SyncException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
                    assertThat(e)
                            .hasMessageStartingWith("keyFile " + file + ": ")
                            .hasMessageContaining(reason);
                    assertThat(e.hint()).get().asString().contains(cure);
                    assertThat(e).hasStackTraceContaining(reason);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-plain.pem", "rsa-pkcs1.pem", "rsa-pkcs1.der", "ec-plain.pem", "ed25519-plain.pem"})
    void readsKeysWithoutPassword(String name) throws IOException {
        String judge = name.substring(0, name.indexOf('-')) + "-plain.pk8";

        assertThat(read(copy(name))).isEqualTo(read(copy(judge)));
        assertThat(read(copy(name), "not needed")).isEqualTo(read(copy(judge)));
    }

    /** Java keeps the bytes that it read, and SEC 1 says the curve once more; so the numbers are compared. */
    @ParameterizedTest
    @ValueSource(strings = {"ec-sec1.pem", "ec-sec1.der"})
    void readsKeysOfCurvesByThemselves(String name) throws IOException {
        assertThat(curveKey(copy(name)))
                .returns(curveKey(copy("ec-plain.pk8")).getS(), ECPrivateKey::getS)
                .returns(curveKey(copy("ec-plain.pk8")).getParams(), ECPrivateKey::getParams);
    }

    private static ECPrivateKey curveKey(Path file) {
        return (ECPrivateKey) new PrivateKeyFile(new TlsFile("keyFile", file), Optional.empty()).read();
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, md5-des.pk8", "ec, md5-des.pk8",
        "rsa, sha1-3des.pk8", "ec, sha1-3des.pk8",
        "rsa, default.pem", "ec, default.pem",
        "rsa, aes128-sha1.pk8", "ec, aes128-sha1.pk8",
        "rsa, aes256-sha512.pk8", "ec, aes256-sha512.pk8"
    })
    void readsEncryptedKeys(String algorithm, String form) throws IOException {
        Path file = copy(algorithm + "-" + form);

        assertThat(read(file, PASSWORD)).isEqualTo(read(copy(algorithm + "-plain.pk8")));
        assertRefused(file, "", "the key is encrypted, and there is no password", "clientPassword");
        assertRefused(file, "wrong-secret", "the password does not fit", "clientPassword");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-plain.pk8", "rsa-sha1-3des.pk8", "ec-aes256-sha512.pk8"})
    void aNewlineBehindTheKeyDoesNoHarm(String name) throws IOException {
        byte[] key = Files.readAllBytes(copy(name));
        byte[] longer = Arrays.copyOf(key, key.length + 1);
        longer[key.length] = '\n';

        assertThat(read(Files.write(folder.resolve("longer"), longer), PASSWORD))
                .isEqualTo(read(copy(name), PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void passwordsNeedNotBeAscii(String algorithm) throws IOException {
        assertThat(read(copy(algorithm + "-non-ascii.pem"), NON_ASCII)).isEqualTo(read(copy(algorithm + "-plain.pk8")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa-des3.pem | encrypted in a way that Java cannot read | -v2 aes-256-cbc",
                "rsa-old-encrypted.pem | encrypted in a way of OpenSSL's own | openssl pkcs8 -topk8",
                "rsa-md5-des.pk8 | passwords of ASCII letters only | -v2 aes-256-cbc",
                "empty.pk8 | the file is empty | -provider legacy -provider default",
                "dsa-plain.pem | neither RSA nor a curve that Java knows | openssl pkcs8",
                "missing.pk8 | there is no such file | relative path"
            })
    void saysWhatItCannotRead(String name, String reason, String cure) throws IOException {
        Path file = name.startsWith("missing") ? folder.resolve(name) : copy(name);

        assertRefused(file, NON_ASCII, reason, cure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3000", "30800201", "30030201", "02012A", "300302012A", "3006020100010100", "FF"})
    void saysWhatIsNoKeyInDer(String hex) throws IOException {
        Path file = Files.write(folder.resolve("key.pk8"), HexFormat.of().parseHex(hex));

        assertRefused(file, "", hex.isEmpty() ? "the file is empty" : "this is not a private key", "openssl pkcs8");
    }

    /** A damaged file is told from any other, and never anything but a message comes of it. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa-plain.pk8", "ec-sec1.der", "rsa-pkcs1.der", "ec-default.pem", "ec-md5-des.pk8"})
    void everyCutOffFileIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(copy(name));
        int step = Math.max(1, whole.length / 60);
        for (int length = 1; length < whole.length - 2; length += step) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertRefused(file, PASSWORD, "keyFile", "openssl");
        }
    }

    @Test
    void namesWhatIsThereInsteadOfAKey() throws IOException {
        String certificate = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n";
        Path file = Files.writeString(folder.resolve("client.crt"), certificate);

        assertRefused(file, "", "there is no private key in the file; it holds CERTIFICATE", "openssl pkcs8");
    }

    @Test
    void refusesWhatIsNoFileOfAKey() throws IOException {
        assertRefused(folder, "", "this is a folder", "Name the file");
        Path large = folder.resolve("large");
        Files.write(large, new byte[(1 << 20) + 1]);
        assertRefused(large, "", "too large", "another file");
    }

    @Test
    void showsNoPassword() {
        PrivateKeyFile file = new PrivateKeyFile(new TlsFile("keyFile", folder), Optional.of(new Secret(PASSWORD)));

        assertThat(file.toString()).doesNotContain(PASSWORD);
    }
}
