package dev.sluice.testkit;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Servers that speak TLS, with a certificate for {@code localhost} from a deputy of {@link #ROOT}, and that know the clients
 * whom {@link #CLIENTS} certifies. Each user gets in by the way of the name ({@code by_scram}, {@code by_md5},
 * {@code by_trust}, {@code by_certificate}, {@code by_both} and {@code without_tls}), the server's superuser with and
 * without TLS. Whoever uses it has BouncyCastle.
 */
public final class TlsServer {
    /** Vouches for the servers, by a deputy. */
    public static final Authority ROOT = Authority.root("Root of servers");

    /** Vouches for the clients that the servers know. */
    public static final Authority CLIENTS = Authority.root("Root of clients");

    /** Nobody here knows it. */
    public static final Authority STRANGERS = Authority.root("Root of strangers");

    /** The password of each user. */
    public static final String USER_PASSWORD = "user-secret";

    private static final Authority DEPUTY = ROOT.deputy("Deputy of the root");
    private static final List<String> TLS_USERS =
            List.of("by_scram", "by_md5", "by_trust", "by_certificate", "by_both");

    // One server a version for the whole process, as TestingPostgres has them.
    private static final Map<Integer, TestingPostgres> SERVERS = new ConcurrentHashMap<>();

    private TlsServer() {}

    /** Returns the process-wide server of a major version. */
    public static TestingPostgres of(int version) {
        return SERVERS.computeIfAbsent(version, TlsServer::startWithUsers);
    }

    /** Starts a server whose certificate has expired; the caller closes. */
    public static TestingPostgres startExpired() {
        KeyPair keys = Authority.newKeys();
        return start(
                TestingPostgres.DEFAULT_VERSION,
                keys,
                DEPUTY.certifyExpired("localhost", keys.getPublic(), "localhost"));
    }

    private static TestingPostgres startWithUsers(int version) {
        KeyPair keys = Authority.newKeys();
        TestingPostgres server = start(version, keys, DEPUTY.certify("localhost", keys.getPublic(), "localhost"));
        try {
            makeUsers(server);
            return server;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestingPostgres start(int version, KeyPair keys, X509Certificate certificate) {
        return TestingPostgres.builder()
                .version(version)
                .config("ssl", "on")
                .config("wal_level", "logical")
                .config("ssl_ca_file", "clients.crt")
                .file("server.crt", Authority.pem(certificate, DEPUTY.certificate()))
                .file("server.key", Authority.pem(keys.getPrivate()))
                .file("clients.crt", Authority.pem(CLIENTS.certificate()))
                .hba(
                        "hostssl all by_scram all scram-sha-256",
                        "hostssl all by_md5 all md5",
                        "hostssl all by_trust all trust",
                        "hostssl all by_certificate all cert",
                        "hostssl all by_both all scram-sha-256 clientcert=" + (version < 12 ? "1" : "verify-ca"),
                        "hostnossl all " + String.join(",", TLS_USERS) + " all reject",
                        "hostssl all without_tls all reject",
                        "hostnossl all without_tls all trust")
                .build();
    }

    private static void makeUsers(TestingPostgres server) throws SQLException {
        for (String user : TLS_USERS) {
            server.createUser(user, USER_PASSWORD);
        }
        server.createUser("without_tls", USER_PASSWORD);
        server.execute("DO $$ BEGIN SET LOCAL password_encryption = 'md5'; ALTER ROLE by_md5 PASSWORD '" + USER_PASSWORD
                + "'; END $$");
    }
}
