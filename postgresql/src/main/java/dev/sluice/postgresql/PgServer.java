package dev.sluice.postgresql;

import dev.sluice.job.DataSource;
import dev.sluice.job.Location;
import dev.sluice.job.SslMode;
import dev.sluice.job.Tls;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

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

    /** Connects to the first of its addresses that answers; fails with what the last one said. */
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
                Connection connection = new Driver().connect(url, properties());
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

    /** Returns the database's name, where the data source has one of its own and not a URL. */
    Optional<String> database() {
        return dataSource.location() instanceof Location.Servers servers
                ? Optional.of(servers.database())
                : Optional.empty();
    }

    /** Returns the name of the role that logs in, where the data source names one. */
    Optional<String> user() {
        return dataSource.login().username();
    }

    private List<String> urls() {
        if (dataSource.location() instanceof Location.JdbcUrls urls) {
            return urls.jdbcUrls();
        }
        Location.Servers servers = (Location.Servers) dataSource.location();
        String hosts = servers.addresses().stream().map(PgServer::hostAndPort).collect(Collectors.joining(","));
        return List.of(URL_PREFIX + "//" + hosts + "/");
    }

    private static String hostAndPort(Location.Address address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return host + ":" + address.port();
    }

    /** The user's own properties, which may also stand in a URL, go before ours. */
    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "sluice");
        properties.setProperty("connectTimeout", "15");
        // A server that hangs accepts connections and says nothing then.
        properties.setProperty("loginTimeout", "60");
        properties.setProperty("cancelSignalTimeout", "1");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("gssEncMode", "disable");
        setTls(properties);
        if (dataSource.location() instanceof Location.Servers servers) {
            properties.setProperty("PGDBNAME", servers.database());
        }
        dataSource.login().username().ifPresent(user -> properties.setProperty("user", user));
        dataSource.login().password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        dataSource.properties().forEach(properties::setProperty);
        return properties;
    }

    private void setTls(Properties properties) {
        Tls tls = dataSource.tls();
        properties.setProperty(
                "sslmode", tls.effectiveMode().orElse(SslMode.DISABLE).toString());
        tls.truststoreFile().ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
        tls.keystoreFile().ifPresent(file -> properties.setProperty("sslcert", file.toString()));
        tls.keyFile().ifPresent(file -> properties.setProperty("sslkey", file.toString()));
        tls.clientPassword().ifPresent(password -> properties.setProperty("sslpassword", password.reveal()));
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
