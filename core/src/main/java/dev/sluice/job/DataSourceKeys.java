package dev.sluice.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object in a data source file. */
final class DataSourceKeys {
    private static final int POSTGRESQL_PORT = 5432;
    private static final int HIGHEST_PORT = 65_535;

    private static final Key<String> NAME = Key.string(
                    "name",
                    "The name that jobs use; the same as that of the file. Default: the file's name without its ending.")
            .emptyIsAbsent();
    private static final Key<String> TYPE =
            Key.string("type", "The connector that can use it.").emptyIsAbsent().defaultTo("postgresql");
    private static final Key<String> DESCRIPTION = Key.string("description", "Free text.");
    private static final Key<About.Environment> ENVIRONMENT =
            Key.oneOf("envType", About.Environment.class, "The environment it belongs to; for people to read.");

    private static final Key<String> HOST =
            Key.string("host", "A name or an IP address.").required();
    private static final Key<Integer> PORT =
            Key.integer("port", "The TCP port.").range(1, HIGHEST_PORT).defaultTo(POSTGRESQL_PORT);
    private static final Key<List<Location.Address>> ADDRESS = Key.objects(
            "address",
            Definition.of("Address", values -> new Location.Address(values.get(HOST), values.get(PORT)), HOST, PORT),
            "The hosts; several are tried in their order.");
    private static final Key<String> DATABASE = Key.string("database", "The database's name; needed beside `address`.")
            .emptyIsAbsent();
    private static final Key<List<String>> JDBC_URL = Key.strings(
                    "jdbcUrl", "A JDBC address instead of `address` and `database`; several are tried in their order.")
            .secret();

    private static final Key<String> USERNAME =
            Key.string("username", "The role that logs in.").emptyIsAbsent();
    private static final Key<String> PASSWORD = Key.string(
                    "password", "Its password, best as `${env:NAME}`; none where none is needed.")
            .emptyIsAbsent()
            .secret();
    private static final Key<Map<String, String>> PROPERTIES = Key.texts(
                    "properties",
                    "Parameters of the driver (pgjdbc), such as `connectTimeout`; those of a `jdbcUrl` go before them.")
            .secret()
            .defaultTo(Map.of());

    private static final Key<SecurityProtocol> PROTOCOL = Key.oneOf(
            "securityProtocol",
            SecurityProtocol.class,
            "Whether TLS is used; `AuthTypeNone` overrides the keys below.");
    private static final Key<Path> TRUSTSTORE = Key.of(
            "truststoreFile",
            new PathType(),
            "The authorities whose servers are trusted: .pem, .crt, .der or .p7b. A relative path begins at this file's folder.");
    private static final Key<Path> KEYSTORE = Key.of(
            "keystoreFile",
            new PathType(),
            "The client certificate, with those who signed it if the server does not know them: .pem, .crt, .der or .p7b.");
    private static final Key<Path> KEY_FILE = Key.of(
            "keyFile",
            new PathType(),
            "The private key of the client certificate: PKCS#8 in DER or PEM, encrypted or not.");
    private static final Key<String> CLIENT_PASSWORD = Key.string(
                    "clientPassword", "The password of an encrypted private key, best as `${env:NAME}`.")
            .emptyIsAbsent()
            .secret();
    private static final Key<SslMode> SSL_MODE = Key.oneOf(
            "sslMode",
            SslMode.class,
            "Whether there is TLS, and how much of the server's certificate is checked. Default: `verify-ca` with a"
                    + " truststore, `require` with only a client certificate, `prefer` with only `AuthTypeSsl`, else"
                    + " `disable`.");

    private final Path folder;
    private final String expectedName;

    private DataSourceKeys(Path folder, String expectedName) {
        this.folder = folder;
        this.expectedName = expectedName;
    }

    /** Returns the definition for a file of a name in a folder. */
    static Definition<DataSource> definition(Path folder, String expectedName) {
        DataSourceKeys keys = new DataSourceKeys(folder, expectedName);
        return Definition.of(
                        "Data source",
                        keys::dataSource,
                        NAME,
                        TYPE,
                        ADDRESS,
                        DATABASE,
                        JDBC_URL,
                        USERNAME,
                        PASSWORD,
                        PROPERTIES,
                        PROTOCOL,
                        TRUSTSTORE,
                        KEYSTORE,
                        KEY_FILE,
                        CLIENT_PASSWORD,
                        SSL_MODE,
                        ENVIRONMENT,
                        DESCRIPTION)
                .ignoring("the keys themselves say it", "connectionPropertiesMode", "tag")
                .refusing(
                        "an instance of a cloud is reached by its address; write \"address\" and \"database\"",
                        "instanceId",
                        "regionId")
                .checking(keys::checkName)
                .checking(DataSourceKeys::checkLocation)
                .checking(DataSourceKeys::checkKey);
    }

    private DataSource dataSource(Values values) {
        return new DataSource(
                expectedName,
                values.get(TYPE),
                location(values),
                new Login(values.find(USERNAME), values.find(PASSWORD).map(Secret::new)),
                values.get(PROPERTIES),
                tls(values),
                new About(values.find(DESCRIPTION), values.find(ENVIRONMENT)));
    }

    private static Location location(Values values) {
        return values.has(JDBC_URL)
                ? new Location.JdbcUrls(values.find(JDBC_URL).orElseThrow())
                : new Location.Servers(
                        values.find(ADDRESS).orElseThrow(),
                        values.find(DATABASE).orElseThrow());
    }

    private Tls tls(Values values) {
        return new Tls(
                values.find(PROTOCOL),
                file(values, TRUSTSTORE),
                file(values, KEYSTORE),
                file(values, KEY_FILE),
                values.find(CLIENT_PASSWORD).map(Secret::new),
                values.find(SSL_MODE));
    }

    private Optional<Path> file(Values values, Key<Path> key) {
        return values.find(key).map(folder::resolve);
    }

    private void checkName(Values values) {
        Optional<String> stated = values.find(NAME);
        if (stated.isPresent() && !stated.get().equals(expectedName)) {
            values.fault(
                    NAME,
                    "\"" + Shown.text(stated.get()) + "\" is not the name of the file; allowed is \"" + expectedName
                            + "\", or no \"name\"");
        }
    }

    private static void checkLocation(Values values) {
        if (values.has(JDBC_URL)) {
            checkJdbcUrl(values);
        } else if (!values.has(ADDRESS)) {
            values.fault("the address is missing; allowed is \"address\" with \"database\", or \"jdbcUrl\"");
        } else if (!values.has(DATABASE)) {
            values.fault("the database is missing; allowed is \"database\" beside \"address\"");
        }
        if (values.count(ADDRESS) == 0) {
            values.fault(ADDRESS, "the list is empty; allowed is at least one {\"host\", \"port\"}");
        }
    }

    private static void checkJdbcUrl(Values values) {
        if (values.has(ADDRESS) || values.has(DATABASE)) {
            values.fault(
                    JDBC_URL, "the address is said twice; allowed is \"jdbcUrl\", or \"address\" with \"database\"");
        }
        List<String> urls = values.find(JDBC_URL).orElse(List.of("jdbc:"));
        if (urls.isEmpty() || !urls.stream().allMatch(url -> url.startsWith("jdbc:"))) {
            values.fault(JDBC_URL, "this is no JDBC address; allowed is jdbc:postgresql://HOST:PORT/DATABASE");
        }
    }

    private static void checkKey(Values values) {
        if (values.has(KEY_FILE) != values.has(KEYSTORE)) {
            Key<Path> stated = values.has(KEY_FILE) ? KEY_FILE : KEYSTORE;
            values.fault(
                    stated,
                    "certificate and private key go together; allowed are both \"keystoreFile\" and \"keyFile\", or neither");
        }
    }
}
