package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.Secret;
import dev.sluice.job.SecurityProtocol;
import dev.sluice.job.SslMode;
import dev.sluice.job.Tls;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;

/**
 * What a data source says about TLS, as the driver's properties. It can be said by the data source's own keys, and by the
 * driver's parameters in its {@code jdbcUrl} and its {@code properties}; the two add to each other and must not contradict.
 */
final class TlsProperties {
    private final String dataSource;
    private final Tls tls;
    private final Properties parameters;

    private TlsProperties(String dataSource, Tls tls, Properties parameters) {
        this.dataSource = dataSource;
        this.tls = tls;
        this.parameters = parameters;
    }

    /** Returns what holds for one of the data source's addresses. */
    static TlsProperties of(DataSource dataSource, String url) {
        Properties stated = new Properties();
        dataSource.properties().forEach((name, value) -> stated.setProperty(name, value.reveal()));
        Properties inUrl = Driver.parseURL(url, stated);
        return new TlsProperties(dataSource.name(), dataSource.tls(), inUrl == null ? stated : inUrl);
    }

    /**
     * Sets the properties.
     *
     * @throws SyncException with PREFLIGHT_FAILED if the keys and the parameters contradict each other
     */
    void addTo(Properties properties) {
        properties.setProperty(PGProperty.SSL_FACTORY.getName(), TlsSocketFactory.class.getName());
        properties.setProperty(PGProperty.SSL_MODE.getName(), mode());
        add("truststoreFile", tls.truststoreFile().map(Path::toString), PGProperty.SSL_ROOT_CERT, properties);
        add("keystoreFile", tls.keystoreFile().map(Path::toString), PGProperty.SSL_CERT, properties);
        add("keyFile", tls.keyFile().map(Path::toString), PGProperty.SSL_KEY, properties);
        add("clientPassword", tls.clientPassword().map(Secret::reveal), PGProperty.SSL_PASSWORD, properties);
    }

    private String mode() {
        Optional<String> parameter = parameterMode();
        if (parameter.isEmpty()) {
            return tls.effectiveMode().orElse(SslMode.DISABLE).toString();
        }
        if (tls.protocol().equals(Optional.of(SecurityProtocol.NONE))) {
            require(parameter.get(), SslMode.DISABLE.toString(), "securityProtocol", PGProperty.SSL_MODE);
        }
        tls.sslMode().ifPresent(stated -> require(parameter.get(), stated.toString(), "sslMode", PGProperty.SSL_MODE));
        return parameter.get();
    }

    /** Returns the mode that the parameters ask for; {@code ssl=false} asks for nothing, though the driver has a default. */
    private Optional<String> parameterMode() {
        String ssl = stated(PGProperty.SSL);
        if (stated(PGProperty.SSL_MODE) == null && (ssl == null || ssl.equalsIgnoreCase("false"))) {
            return Optional.empty();
        }
        try {
            org.postgresql.jdbc.SslMode mode = org.postgresql.jdbc.SslMode.of(parameters);
            return Optional.of(mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        } catch (PSQLException e) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    sentence("there is no sslmode " + stated(PGProperty.SSL_MODE)),
                    "Allowed are disable, allow, prefer, require, verify-ca and verify-full",
                    e);
        }
    }

    private void add(String key, Optional<String> value, PGProperty property, Properties to) {
        String parameter = stated(property);
        if (value.isPresent() && parameter != null) {
            require(parameter, value.get(), key, property);
        }
        value.ifPresent(text -> to.setProperty(property.getName(), text));
    }

    private void require(String parameter, String value, String key, PGProperty property) {
        if (!parameter.equals(value)) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    sentence("its key \"%s\" and the driver's parameter %s contradict each other"
                            .formatted(key, property.getName())),
                    "Keep \"%s\", and take %s out of \"jdbcUrl\" and \"properties\""
                            .formatted(key, property == PGProperty.SSL_MODE ? "sslmode and ssl" : property.getName()),
                    null);
        }
    }

    private String sentence(String what) {
        return "The data source " + dataSource + ": " + what;
    }

    private @Nullable String stated(PGProperty property) {
        return parameters.getProperty(property.getName());
    }
}
