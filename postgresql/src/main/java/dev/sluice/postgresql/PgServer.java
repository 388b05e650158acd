package dev.sluice.postgresql;

import dev.sluice.job.DataSource;
import dev.sluice.job.Location;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server as a data source describes it. Immutable. */
final class PgServer {
    private static final String URL_PREFIX = "jdbc:postgresql:";

    /** What other URLs have before the host, and the driver would take for a part of it and show in its errors. */
    private static final Pattern USER_INFO = Pattern.compile("//[^?]*@");

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
        SQLException last = new SQLException("the data source names no address", "08001");
        for (String url : urls()) {
            if (!url.startsWith(URL_PREFIX) || USER_INFO.matcher(url).find()) {
                throw new SQLException(
                        "a jdbcUrl has the form " + URL_PREFIX
                                + "//host:port/database, with username and password apart",
                        "08001");
            }
            try {
                Connection connection = new DriverConnection(url, properties(url)).open();
                if (connection != null) {
                    return connection;
                }
                last = new SQLException("a jdbcUrl must begin with " + URL_PREFIX, "08001");
            } catch (SQLException e) {
                last = e;
            }
        }
        throw last;
    }

    ZoneId timeZone() {
        return timeZone;
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
        properties.setProperty("gssEncMode", "disable");
        TlsProperties.of(dataSource, url).addTo(properties);
        if (dataSource.location() instanceof Location.Servers servers) {
            properties.setProperty("PGDBNAME", servers.database());
        }
        dataSource.login().username().ifPresent(user -> properties.setProperty("user", user));
        dataSource.login().password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        dataSource.properties().forEach(properties::setProperty);
        return properties;
    }

    /** Returns its name and place for people, without anything secret. */
    String address() {
        return dataSource.name() + " (" + place() + ")";
    }

    private String place() {
        if (dataSource.location() instanceof Location.Servers servers) {
            return servers.addresses().stream().map(PgServer::hostAndPort).collect(Collectors.joining(",")) + "/"
                    + servers.database();
        }
        return String.join(
                ", ", urls().stream().map(PgServer::withoutParameters).toList());
    }

    private static String withoutParameters(@Nullable String url) {
        String text = String.valueOf(url);
        int question = text.indexOf('?');
        String bare = question < 0 ? text : text.substring(0, question);
        return USER_INFO.matcher(bare).replaceFirst("//***@");
    }

    /** Says what {@code session} is connected to. */
    String describe(PgSession session) {
        return "PostgreSQL " + session.version() + ", " + address() + ", as " + session.user();
    }
}
