package dev.sluice.job;

import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    private static final Key<SecretText> PASSWORD = Key.of(
                    "password",
                    new SecretType(),
                    "Its password: sealed, as `sluice datasource add` writes it, or `${env:NAME}`, or as it is; none where none is needed.")
            .secret();
    private static final Key<Map<String, SecretText>> PROPERTIES = Key.of(
                    "properties",
                    new MapType<>(new SecretType()),
                    "Parameters of the driver (pgjdbc), such as `connectTimeout`; those of a `jdbcUrl` go before them. Each may be a secret.")
            .secret()
            .defaultTo(Map.of());

    private static final Key<SecurityProtocol> PROTOCOL = Key.oneOf(
            "securityProtocol",
            SecurityProtocol.class,
            "Whether TLS is used; with `AuthTypeNone` the files below are not read, and a `sslMode` but `disable` is"
                    + " refused.");
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
    private static final Key<SecretText> CLIENT_PASSWORD = Key.of(
                    "clientPassword",
                    new SecretType(),
                    "The password of an encrypted private key, kept like `password`.")
            .secret();
    private static final Key<SslMode> SSL_MODE = Key.oneOf(
            "sslMode",
            SslMode.class,
            "Whether there is TLS, and how much of the server's certificate is checked. Default: `verify-ca` with a"
                    + " truststore, `require` with only a client certificate, `prefer` with only `AuthTypeSsl`, else"
                    + " `disable`.");

    private final Path folder;
    private final FileSecrets secrets;

    private DataSourceKeys(Path folder, FileSecrets secrets) {
        this.folder = folder;
        this.secrets = secrets;
    }

    /** Returns the definition for those who describe it and read no file. */
    static Definition<DataSource> definition() {
        return definition(Path.of(""), new FileSecrets(Seal.of(Map.of()), "", ""));
    }

    /** Returns the definition for a file in a folder. */
    static Definition<DataSource> definition(Path folder, FileSecrets secrets) {
        DataSourceKeys keys = new DataSourceKeys(folder, secrets);
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
                secrets.dataSource(),
                values.get(TYPE),
                location(values),
                new Login(values.find(USERNAME), secret(values, PASSWORD)),
                properties(values),
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
                secret(values, CLIENT_PASSWORD),
                values.find(SSL_MODE));
    }

    private Optional<Secret> secret(Values values, Key<SecretText> key) {
        return values.find(key).map(text -> secrets.secret(text, key.name()));
    }

    private Map<String, Secret> properties(Values values) {
        Map<String, Secret> properties = new LinkedHashMap<>();
        values.get(PROPERTIES)
                .forEach((name, text) -> properties.put(name, secrets.secret(text, PROPERTIES.name() + "." + name)));
        return properties;
    }

    private Optional<Path> file(Values values, Key<Path> key) {
        return values.find(key).map(folder::resolve);
    }

    private void checkName(Values values) {
        Optional<String> stated = values.find(NAME);
        if (stated.isPresent() && !stated.get().equals(secrets.dataSource())) {
            values.fault(
                    NAME,
                    "\"" + Shown.text(stated.get()) + "\" is not the name of the file; allowed is \""
                            + secrets.dataSource() + "\", or no \"name\"");
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
        if (Location.JdbcUrls.haveUser(urls)) {
            values.fault(JDBC_URL, Location.JdbcUrls.USER_FAULT);
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
