package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Authority;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.sql.SQLException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs over data sources with TLS and a client certificate, whose files lie beside the data source file. */
final class TlsTest {
    private static final String KEY_PASSWORD = "key-secret";

    private final TestingPostgres server = TlsServer.of(TestingPostgres.DEFAULT_VERSION);

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase destination;
    private TestWorkspace workspace;
    private Path job;

    @BeforeEach
    void open() throws Exception {
        source = server.newDatabase();
        destination = TestingPostgres.shared().newDatabase();
        source.execute("create table t (id int primary key)", "insert into t select generate_series(1, 100)");
        source.execute("grant select on t to by_certificate");
        destination.execute("create table t (id int primary key)");
        workspace = new TestWorkspace(folder);
        workspace.dataSource("destination", destination);
        writeSource();
        writeFiles();
        job = workspace.write("jobs/copy.json", new CopyJob().toString());
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    private void writeSource() {
        workspace.write(
                "datasources/source.json", """
                {"address": [{"host": "localhost", "port": %s}], "database": "%s", "username": "by_certificate",
                 "truststoreFile": "tls/root.crt", "keystoreFile": "tls/client.crt", "keyFile": "tls/client.pk8",
                 "clientPassword": "%s", "sslMode": "verify-full"}
                """.formatted(Integer.toString(server.port()), source.name(), KEY_PASSWORD));
    }

    private void change(String piece, String replacement) {
        String file = "datasources/source.json";
        assertThat(workspace.read(file)).contains(piece);
        workspace.write(file, workspace.read(file).replace(piece, replacement));
    }

    private void writeFiles() throws IOException, GeneralSecurityException {
        KeyPair keys = Authority.newKeys();
        Path tls = Files.createDirectories(folder.resolve("datasources").resolve("tls"));
        Files.write(tls.resolve("root.crt"), Authority.pem(TlsServer.ROOT.certificate()));
        Files.write(tls.resolve("strangers.crt"), Authority.pem(TlsServer.STRANGERS.certificate()));
        Files.write(
                tls.resolve("client.crt"),
                Authority.pem(TlsServer.CLIENTS.certify("by_certificate", keys.getPublic())));
        Files.write(tls.resolve("client.pk8"), encrypted(keys.getPrivate()));
        Files.write(tls.resolve("empty.pk8"), new byte[0]);
    }

    /** What {@code openssl pkcs8 -topk8 -outform DER -v1 PBE-MD5-DES} makes. */
    static byte[] encrypted(PrivateKey key) throws IOException, GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("PBEWithMD5AndDES");
        PBEKeySpec password = new PBEKeySpec(KEY_PASSWORD.toCharArray());
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance("PBEWithMD5AndDES").generateSecret(password));
        return new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key.getEncoded())).getEncoded();
    }

    /** The current folder is neither the workspace nor the folder of the data source file. */
    @Test
    void runsWithFilesNamedRelativeToTheDataSourceFile() throws SQLException {
        Outcome run = workspace.sluice("run", job.toString());

        assertThat(run).as(run.err()).returns(0, Outcome::exitCode);
        assertThat(destination.value("select count(*) from t")).isEqualTo("100");
        assertThat(run.out() + run.err()).doesNotContain(KEY_PASSWORD);
        assertThat(workspace.runs())
                .singleElement()
                .satisfies(one -> assertThat(one.resolve("run.json")).content().doesNotContain(KEY_PASSWORD));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tls/root.crt   | tls/strangers.crt | AUTHENTICATION_FAILED | is signed by CN=Root of servers, who is not in truststoreFile FOLDER/strangers.crt | put the certificate of that authority
            tls/root.crt   | tls/missing.crt   | PREFLIGHT_FAILED      | truststoreFile FOLDER/missing.crt: there is no such file | relative path begins at the folder of that file
            localhost      | 127.0.0.1         | AUTHENTICATION_FAILED | the server's certificate is for another host | verify-ca
            tls/client.pk8 | tls/empty.pk8     | PREFLIGHT_FAILED      | keyFile FOLDER/empty.pk8: the file is empty | -provider legacy -provider default
            tls/client.pk8 | tls/client.crt    | PREFLIGHT_FAILED      | keyFile FOLDER/client.crt: there is no private key | openssl pkcs8
            "key-secret"   | "wrong-secret"    | PREFLIGHT_FAILED      | keyFile FOLDER/client.pk8: the password does not fit the key | ${env:NAME}
            "key-secret"   | ""                | PREFLIGHT_FAILED      | keyFile FOLDER/client.pk8: the key is encrypted, and there is no password | clientPassword
            """)
    void aFailureIsAFinding(String piece, String replacement, String code, String said, String cure)
            throws SQLException {
        change(piece, replacement);
        String reason = said.replace(
                "FOLDER", folder.resolve("datasources").resolve("tls").toString());
        Path report = folder.resolve("check.json");

        Outcome check = workspace.sluice("check", job.toString(), "--report", report.toString());
        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out())
                .containsPattern("failed +source connection")
                .contains(reason, "-> ", cure, "A run cannot start.");
        assertThat(report).content().contains("\"code\" : \"" + code + "\"", "\"check\" : \"source connection\"");

        Outcome run = workspace.sluice("run", job.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("NOT_STARTED: " + code, reason, cure);
        assertThat(run.showsStackTrace()).isFalse();
        assertThat(destination.value("select count(*) from t")).isEqualTo("0");
        assertThat(check.out() + check.err() + run.out() + run.err()).doesNotContain("-secret");
    }

    @Test
    void aProcessWithoutConsoleAsksNobodyForAPassword() throws Exception {
        change("\"key-secret\"", "\"\"");

        try (SluiceProcess process =
                SluiceProcess.start(folder, "check", job.toString(), "--workspace", folder.toString())) {
            Outcome check = process.outcome();
            assertThat(check.exitCode()).isEqualTo(3);
            assertThat(check.out()).contains("client.pk8: the key is encrypted, and there is no password for it");
        }
    }
}
