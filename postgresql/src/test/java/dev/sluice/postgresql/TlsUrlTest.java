package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.DataSourceParser;
import dev.sluice.job.JobText;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as the parameters of a JDBC address ask for it. */
final class TlsUrlTest {
    private final TestingPostgres server = TlsServer.of(TestingPostgres.DEFAULT_VERSION);

    @TempDir
    private Path folder;

    private boolean isEncrypted(String parameters, String keys) {
        String url = server.jdbcUrl("postgres") + "?" + parameters.replace("FOLDER", folder.toString());
        String text = "{\"jdbcUrl\": \"%s\", \"username\": \"%s\", \"password\": \"%s\" %s}"
                .formatted(url, server.user(), server.password(), keys);
        DataSource source = new DataSourceParser(Map.of()).parse(new JobText("url.json", text), folder);
        try (Sessions sessions = new Sessions(new PgServer(source, ZoneOffset.UTC), Side.SOURCE)) {
            return sessions.open()
                    .query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", row -> row.getBoolean(1))
                    .get(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=require, '', true",
        "sslmode=verify-full&sslrootcert=FOLDER/root.crt, '', true",
        "ssl=true&sslrootcert=FOLDER/root.crt, '', true",
        "ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory, '', true",
        "sslrootcert=FOLDER/root.crt, '', false",
        "ssl=true, ', \"securityProtocol\": \"AuthTypeNone\"', false",
        "connectTimeout=10, ', \"properties\": {\"sslmode\": \"require\"}', true",
        "sslmode=require, ', \"sslMode\": \"disable\"', true"
    })
    void parametersOfTheDriverAreHeeded(String parameters, String keys, boolean encrypted) throws Exception {
        Files.write(folder.resolve("root.crt"), Authority.pem(TlsServer.ROOT.certificate()));

        assertThat(isEncrypted(parameters, keys)).isEqualTo(encrypted);
    }

    @Test
    void sslAloneChecksTheCertificate() {
        assertThatThrownBy(() -> isEncrypted("ssl=true", ""))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("who is not in the list of public authorities");
    }
}
