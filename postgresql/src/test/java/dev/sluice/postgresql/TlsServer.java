package dev.sluice.postgresql;

import dev.sluice.testkit.TestingPostgres;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Servers that speak TLS, with a certificate for {@code localhost} from a deputy of {@link #ROOT}, and that know the clients
 * whom {@link #CLIENTS} certifies. Each user gets in by the way of the name, the {@code postgres} of the server with and
 * without TLS.
 */
final class TlsServer {
    static final Authority ROOT = Authority.root("Root of servers");
    static final Authority CLIENTS = Authority.root("Root of clients");
    static final Authority STRANGERS = Authority.root("Root of strangers");

    static final String USER_PASSWORD = "user-secret";

    private static final Authority DEPUTY = ROOT.deputy("Deputy of the root");
    private static final String TLS_USERS = "by_scram,by_md5,by_trust,by_certificate,by_both";

    // One server a version for the whole process, as TestingPostgres has them.
    private static final Map<Integer, TestingPostgres> SERVERS = new ConcurrentHashMap<>();

    private TlsServer() {}

    /** Returns the process-wide server of a major version. */
    static TestingPostgres of(int version) {
        return SERVERS.computeIfAbsent(version, TlsServer::startWithUsers);
    }

    /** Starts a server whose certificate has expired; the caller closes. */
    static TestingPostgres startExpired() {
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
                        "hostnossl all " + TLS_USERS + " all reject",
                        "hostssl all without_tls all reject",
                        "hostnossl all without_tls all trust")
                .build();
    }

    private static void makeUsers(TestingPostgres server) throws SQLException {
        for (String user : TLS_USERS.split(",")) {
            server.createUser(user, USER_PASSWORD);
        }
        server.createUser("without_tls", USER_PASSWORD);
        server.execute("DO $$ BEGIN SET LOCAL password_encryption = 'md5'; ALTER ROLE by_md5 PASSWORD '" + USER_PASSWORD
                + "'; END $$");
    }
}
