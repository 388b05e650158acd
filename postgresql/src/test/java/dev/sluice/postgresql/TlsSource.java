package dev.sluice.postgresql;

import dev.sluice.job.DataSource;
import dev.sluice.job.DataSourceParser;
import dev.sluice.job.JobText;
import dev.sluice.testkit.Authority;
import dev.sluice.testkit.TestingPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A data source file that a test fills in, with the files that it names beside it. */
final class TlsSource {
    /** What the connection that came about is like; {@code client} is the name in the certificate that was shown. */
    record Encryption(boolean tls, String client) {}

    private static final String ENCRYPTION = """
            SELECT ssl, coalesce(to_jsonb(s) ->> 'client_dn', to_jsonb(s) ->> 'clientdn', '')
              FROM pg_stat_ssl s WHERE pid = pg_backend_pid()""";

    private final Path folder;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final List<String> addresses = new ArrayList<>();

    /** The server's superuser without TLS. */
    TlsSource(TestingPostgres server, Path folder) {
        this.folder = folder;
        at(server.host(), server.port());
        as(server.user(), server.password());
    }

    /** Sets the one address. */
    TlsSource at(String host, int port) {
        addresses.clear();
        return orAt(host, port);
    }

    /** Adds an address to try when nothing came of those before. */
    TlsSource orAt(String host, int port) {
        addresses.add("{\"host\": \"%s\", \"port\": %s}".formatted(host, port));
        return this;
    }

    TlsSource as(String user, String password) {
        return with("username", user).with("password", password);
    }

    /** Sets a key of the data source; empty is as if it were not there. */
    TlsSource with(String key, String value) {
        if (value.isEmpty()) {
            keys.remove(key);
        } else {
            keys.put(key, value);
        }
        return this;
    }

    /** Names a file with this content. */
    TlsSource file(String key, byte[] content) {
        try {
            Files.write(folder.resolve(key), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return with(key, key);
    }

    TlsSource trusting(Authority authority) {
        return file("truststoreFile", Authority.pem(authority.certificate()));
    }

    /** Shows a certificate of a name for a key that OpenSSL made. */
    TlsSource showing(String name, Authority authority, String keyFile) {
        return file("keystoreFile", Authority.pem(authority.certify(name, publicKey(keyFile))))
                .file("keyFile", OpenSslFiles.read("keys/" + keyFile));
    }

    /** The certificates that OpenSSL made have the public halves of its keys. */
    static PublicKey publicKey(String keyFile) {
        String algorithm = keyFile.startsWith("ec") ? "EC" : "RSA";
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(OpenSslFiles.read("certificates/both.pem")))
                    .stream()
                    .map(Certificate::getPublicKey)
                    .filter(key -> key.getAlgorithm().equals(algorithm))
                    .findFirst()
                    .orElseThrow();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    DataSource dataSource() {
        String texts = keys.entrySet().stream()
                .map(key -> ", \"" + key.getKey() + "\": \"" + key.getValue() + "\"")
                .collect(Collectors.joining());
        String text = "{\"address\": %s, \"database\": \"postgres\"%s}".formatted(addresses, texts);
        return new DataSourceParser(Map.of()).parse(new JobText("tls.json", text), folder);
    }

    Sessions sessions() {
        return new Sessions(new PgServer(dataSource(), ZoneOffset.UTC), Side.SOURCE);
    }

    /** Connects and says how. */
    Encryption connect() {
        try (Sessions sessions = sessions()) {
            return sessions.open()
                    .query(ENCRYPTION, row -> new Encryption(row.getBoolean(1), row.getString(2)))
                    .get(0);
        }
    }
}
