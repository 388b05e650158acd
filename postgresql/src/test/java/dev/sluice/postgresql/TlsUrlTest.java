package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.DataSourceParser;
import dev.sluice.job.JobText;
import dev.sluice.testkit.Authority;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as the driver's parameters ask for it, in a JDBC address or in {@code properties}, beside the data source's keys. */
final class TlsUrlTest {
    private final TestingPostgres server = TlsServer.of(TestingPostgres.DEFAULT_VERSION);

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.write(folder.resolve("root.crt"), Authority.pem(TlsServer.ROOT.certificate()));
        Files.write(folder.resolve("strangers.crt"), Authority.pem(TlsServer.STRANGERS.certificate()));
    }

    private boolean isEncrypted(String parameters, String keys) {
        return isEncrypted(server.host(), parameters, keys);
    }

    private boolean isEncrypted(String host, String parameters, String keys) {
        String url = "jdbc:postgresql://" + host + ":" + server.port() + "/postgres?"
                + parameters.replace("FOLDER", folder.toString());
        String text = "{\"jdbcUrl\": \"%s\", \"username\": \"%s\", \"password\": \"%s\"%s}"
                .formatted(url, server.user(), server.password(), keys.isEmpty() ? "" : ", " + keys);
        DataSource source = new DataSourceParser(Map.of()).parse(new JobText("url.json", text), folder);
        try (Sessions sessions = new Sessions(new PgServer(source, ZoneOffset.UTC), Side.SOURCE)) {
            return sessions.open()
                    .query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", row -> row.getBoolean(1))
                    .get(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sslmode=require                               | ``                                   | true
            sslmode=verify-full&sslrootcert=FOLDER/root.crt | ``                                 | true
            ssl=true&sslrootcert=FOLDER/root.crt          | ``                                   | true
            ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory | ``                     | true
            sslrootcert=FOLDER/root.crt                   | ``                                   | false
            ssl=false                                     | ``                                   | false
            connectTimeout=10                             | "properties": {"sslmode": "require"} | true
            sslmode=require                               | "properties": {"sslmode": "disable"} | true
            """)
    void parametersOfTheDriverAreHeeded(String parameters, String keys, boolean encrypted) {
        assertThat(isEncrypted(parameters, keys)).isEqualTo(encrypted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sslmode=verify-full | "truststoreFile": "root.crt"                          | true
            ssl=true            | "truststoreFile": "root.crt"                          | true
            ssl=false           | "truststoreFile": "root.crt"                          | true
            connectTimeout=10   | "truststoreFile": "root.crt", "sslMode": "verify-full" | true
            sslmode=require     | "sslMode": "require"                                  | true
            sslmode=disable     | "securityProtocol": "AuthTypeNone"                    | false
            sslrootcert=FOLDER/root.crt | "sslMode": "verify-ca"                        | true
            sslrootcert=FOLDER/root.crt | "truststoreFile": "root.crt"                  | true
            """)
    void parametersAndKeysAddUp(String parameters, String keys, boolean encrypted) {
        assertThat(isEncrypted(parameters, keys)).isEqualTo(encrypted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sslmode=require    | "sslMode": "verify-full", "truststoreFile": "root.crt" | sslMode          | sslmode
            ssl=true           | "sslMode": "verify-ca", "truststoreFile": "root.crt"   | sslMode          | sslmode
            sslmode=require    | "securityProtocol": "AuthTypeNone"                     | securityProtocol | sslmode
            ssl=true           | "securityProtocol": "AuthTypeNone"                     | securityProtocol | sslmode
            connectTimeout=10  | "sslMode": "disable", "properties": {"sslmode": "require"} | sslMode      | sslmode
            sslrootcert=FOLDER/strangers.crt | "truststoreFile": "root.crt"             | truststoreFile   | sslrootcert
            sslcert=other.crt  | "keystoreFile": "root.crt", "keyFile": "root.crt"      | keystoreFile     | sslcert
            sslkey=other.pk8   | "keystoreFile": "root.crt", "keyFile": "root.crt"      | keyFile          | sslkey
            sslpassword=secret-1 | "clientPassword": "secret-2"                         | clientPassword   | sslpassword
            """)
    void contradictionsAreRefused(String parameters, String keys, String key, String parameter) {
        assertThatThrownBy(() -> isEncrypted(parameters, keys)).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
            assertThat(e)
                    .hasMessage("The data source url: its key \"" + key + "\" and the driver's parameter " + parameter
                            + " contradict each other");
            assertThat(e.hint())
                    .get()
                    .asString()
                    .contains("Keep \"" + key + "\"")
                    .doesNotContain("secret-");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sslfactory=org.postgresql.ssl.NonValidatingFactory | "sslMode": "verify-full", "truststoreFile": "strangers.crt" | its key "sslMode" | sslfactory
            sslfactory=org.postgresql.ssl.NonValidatingFactory | "truststoreFile": "strangers.crt" | its key "truststoreFile" | sslfactory
            sslfactory=org.postgresql.ssl.NonValidatingFactory&sslmode=verify-full | `` | the driver's parameter sslmode | sslfactory
            connectTimeout=10 | "sslMode": "verify-ca", "properties": {"sslfactory": "org.postgresql.ssl.NonValidatingFactory"} | its key "sslMode" | sslfactory
            sslhostnameverifier=any.Body | "sslMode": "verify-full" | its key "sslMode" | sslhostnameverifier
            """)
    void whoeverAsksForChecksGetsThem(String parameters, String keys, String asked, String parameter) {
        assertThatThrownBy(() -> isEncrypted(parameters, keys)).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
            assertThat(e)
                    .hasMessage("The data source url: " + asked + " and the driver's parameter " + parameter
                            + " contradict each other");
            assertThat(e.hint()).get().asString().contains("Take " + parameter + " out");
        });
    }

    @Test
    void twoKeysMayNotContradictEachOther() {
        assertThatThrownBy(() -> isEncrypted(
                        "connectTimeout=10", "\"securityProtocol\": \"AuthTypeNone\", \"sslMode\": \"verify-full\""))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("\"securityProtocol\" (AuthTypeNone) and \"sslMode\" contradict each other");
    }

    @Test
    void aModeThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> isEncrypted("sslmode=on", "")).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
            assertThat(e).hasMessage("The data source url: the value of the driver's parameter sslmode is no mode");
            assertThat(e.hint()).get().asString().contains("verify-full");
        });
    }

    @Test
    void sslAloneChecksTheCertificate() {
        assertThatThrownBy(() -> isEncrypted("ssl=true", ""))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("who is not in the list of public authorities");
    }

    @Test
    void sslWithATruststoreChecksTheHostToo() {
        assertThatThrownBy(() -> isEncrypted("127.0.0.1", "ssl=true", "\"truststoreFile\": \"root.crt\""))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("the server's certificate is for another host");
    }
}
