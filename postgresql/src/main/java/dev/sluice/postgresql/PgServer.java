package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.Location;
import dev.sluice.job.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** A server as a data source describes it. Immutable. */
final class PgServer {
    private static final String URL_PREFIX = "jdbc:postgresql:";

    private static final Pattern HOSTS = Pattern.compile("(" + URL_PREFIX + "//)([^/?]*)(.*)");
    private static final String DEFAULT_PORT = "5432";

    /**
     * The server sends every change by itself. Where there is room each of them becomes a packet, with all its cost; once there
     * is none, they gather at the server's end and come in large ones.
     */
    private static final String RECEIVE_BUFFER = String.valueOf(1 << 17);

    private static final Map<String, String> REPLICATION =
            Map.of("replication", "database", "preferQueryMode", "simple", "assumeMinServerVersion", "10");

    private static final String FACTORY = PGProperty.SOCKET_FACTORY.getName();

    private final DataSource dataSource;
    private final ZoneId timeZone;

    /** {@code timeZone} is that of every session: a time without zone is understood in it. */
    PgServer(DataSource dataSource, ZoneId timeZone) {
        this.dataSource = dataSource;
        this.timeZone = timeZone;
    }

    /**
     * Connects to the first of its addresses that answers; fails with what the last one said.
     *
     * @throws dev.sluice.SyncException with PREFLIGHT_FAILED if what the data source says about TLS makes no sense
     */
    Connection connect() throws SQLException {
        return connect(Map.of());
    }

    /**
     * Connects for commands of the replication protocol, in which nothing is prepared; see the PostgreSQL documentation,
     * chapter "Streaming Replication Protocol".
     */
    Connection connectForReplication() throws SQLException {
        return connect(REPLICATION);
    }

    /** The same, for reading a stream by a {@link StreamSocket} that is left under {@code ticket}. */
    Connection connectForStream(String ticket) throws SQLException {
        Map<String, String> further = new HashMap<>(REPLICATION);
        further.put("receiveBufferSize", RECEIVE_BUFFER);
        if (!dataSource.properties().containsKey(FACTORY)) {
            further.put(FACTORY, StreamSocketFactory.class.getName());
            further.put(PGProperty.SOCKET_FACTORY_ARG.getName(), ticket);
        }
        return connect(further);
    }

    private Connection connect(Map<String, String> further) throws SQLException {
        SQLException last = new SQLException("the data source names no address", "08001");
        for (String url : urls()) {
            Properties properties = properties(url);
            if (!url.startsWith(URL_PREFIX)) {
                throw new SQLException("a jdbcUrl has the form " + URL_PREFIX + "//host:port/database", "08001");
            }
            try {
                further.forEach(properties::setProperty);
                Connection connection = new DriverConnection(url, properties).open();
                if (connection != null) {
                    return connection;
                }
                last = new SQLException("a jdbcUrl must begin with " + URL_PREFIX, "08001");
            } catch (SyncException e) {
                throw e;
            } catch (SQLException | RuntimeException e) {
                last = new DriverFault(dataSource, e).withoutSecrets();
            }
        }
        throw last;
    }

    ZoneId timeZone() {
        return timeZone;
    }

    /** Returns the database's name, where the data source names one. */
    Optional<String> database() {
        return dataSource.location() instanceof Location.Servers servers
                ? Optional.of(servers.database())
                : Optional.ofNullable(Driver.parseURL(urls().get(0), new Properties()))
                        .map(parsed -> parsed.getProperty("PGDBNAME"));
    }

    /** Returns the name of the role that logs in, where the data source names one. */
    Optional<String> user() {
        return dataSource.login().username();
    }

    /** Returns how the data source keeps the password, where it has one. */
    Optional<Secret.Kept> passwordKept() {
        return dataSource.login().password().map(Secret::kept);
    }

    /** Returns the data source's name. */
    String name() {
        return dataSource.name();
    }

    private List<String> urls() {
        if (dataSource.location() instanceof Location.JdbcUrls urls) {
            return urls.jdbcUrls();
        }
        Location.Servers servers = (Location.Servers) dataSource.location();
        String hosts = servers.addresses().stream().map(PgServer::hostAndPort).collect(Collectors.joining(","));
        String url = URL_PREFIX + "//" + hosts + "/";
        // The driver leaves out addresses where a connection failed in the last seconds, were it for another data
        // source.
        return servers.addresses().size() == 1 ? List.of(url) : List.of(url, url + "?hostRecheckSeconds=0");
    }

    private static String hostAndPort(Location.Address address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return host + ":" + address.port();
    }

    /** The user's own properties, which may also stand in a URL, go before ours; those for TLS do not contradict them. */
    private Properties properties(String url) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "sluice");
        properties.setProperty("connectTimeout", "15");
        // A server that hangs accepts connections and says nothing then.
        properties.setProperty("loginTimeout", "60");
        properties.setProperty("cancelSignalTimeout", "1");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(FACTORY, KeptSocketFactory.class.getName());
        properties.setProperty("gssEncMode", "disable");
        TlsProperties.of(dataSource, url).addTo(properties);
        if (dataSource.location() instanceof Location.Servers servers) {
            properties.setProperty("PGDBNAME", servers.database());
        }
        dataSource.login().username().ifPresent(user -> properties.setProperty("user", user));
        // Without any the driver would look for one in ~/.pgpass.
        properties.setProperty(
                "password", dataSource.login().password().map(Secret::reveal).orElse(""));
        dataSource.properties().forEach((name, value) -> properties.setProperty(name, value.reveal()));
        return properties;
    }

    /** Returns its name and place for people, without anything secret. */
    String address() {
        return dataSource.name() + " (" + place() + ")";
    }

    /** Returns its place for people, without anything secret. */
    String place() {
        if (dataSource.location() instanceof Location.Servers servers) {
            return servers.addresses().stream().map(PgServer::hostAndPort).collect(Collectors.joining(",")) + "/"
                    + servers.database();
        }
        return String.join(", ", ((Location.JdbcUrls) dataSource.location()).withoutParameters());
    }

    /** Returns this server once for each of its addresses. */
    List<PgServer> each() {
        if (dataSource.location() instanceof Location.Servers servers) {
            return servers.addresses().stream()
                    .map(address -> at(new Location.Servers(List.of(address), servers.database())))
                    .toList();
        }
        return urls().stream()
                .flatMap(PgServer::eachHost)
                .map(url -> at(new Location.JdbcUrls(List.of(url))))
                .toList();
    }

    private static Stream<String> eachHost(String url) {
        Matcher parts = HOSTS.matcher(url);
        return parts.matches()
                ? Arrays.stream(parts.group(2).split(",")).map(host -> parts.group(1) + host + parts.group(3))
                : Stream.of(url);
    }

    private PgServer at(Location location) {
        DataSource one = new DataSource(
                dataSource.name(),
                dataSource.type(),
                location,
                dataSource.login(),
                dataSource.properties(),
                dataSource.tls(),
                dataSource.about());
        return new PgServer(one, timeZone);
    }

    /** Returns the host and port of its first address; empty if a jdbcUrl is wrong. */
    Optional<Location.Address> firstAddress() {
        if (dataSource.location() instanceof Location.Servers servers) {
            return Optional.of(servers.addresses().get(0));
        }
        return Optional.of(urls().get(0))
                .filter(url -> url.startsWith(URL_PREFIX))
                .map(url -> Driver.parseURL(url, new Properties()))
                .map(parsed -> new Location.Address(
                        parsed.getProperty("PGHOST", "localhost"),
                        Integer.parseInt(parsed.getProperty("PGPORT", DEFAULT_PORT))));
    }

    /** Returns how TLS is used with its first address, which the driver has taken. */
    String sslMode() {
        String url = urls().get(0);
        Properties all = Objects.requireNonNull(Driver.parseURL(url, properties(url)));
        return String.valueOf(PGProperty.SSL_MODE.getOrDefault(all));
    }

    /** Says what {@code session} is connected to. */
    String describe(PgSession session) {
        return "PostgreSQL " + session.version() + ", " + address() + ", as " + session.user();
    }
}
