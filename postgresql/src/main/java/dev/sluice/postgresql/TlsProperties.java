package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.Secret;
import dev.sluice.job.SecurityProtocol;
import dev.sluice.job.SslMode;
import dev.sluice.job.Tls;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        requireOneWord();
        requireOwnChecks();
        properties.setProperty(PGProperty.SSL_FACTORY.getName(), TlsSocketFactory.class.getName());
        properties.setProperty(PGProperty.SSL_MODE.getName(), mode());
        add("truststoreFile", tls.truststoreFile().map(Path::toString), PGProperty.SSL_ROOT_CERT, properties);
        add("keystoreFile", tls.keystoreFile().map(Path::toString), PGProperty.SSL_CERT, properties);
        add("keyFile", tls.keyFile().map(Path::toString), PGProperty.SSL_KEY, properties);
        add("clientPassword", tls.clientPassword().map(Secret::reveal), PGProperty.SSL_PASSWORD, properties);
    }

    private void requireOneWord() {
        if (tls.protocol().equals(Optional.of(SecurityProtocol.NONE))
                && tls.sslMode().filter(mode -> mode != SslMode.DISABLE).isPresent()) {
            throw contradiction(
                    "its keys \"securityProtocol\" (AuthTypeNone) and \"sslMode\"",
                    "Take one of the two out of the data source");
        }
    }

    /** With these the driver leaves the checks to somebody else's code, which need not make any. */
    private void requireOwnChecks() {
        for (PGProperty replacement : List.of(PGProperty.SSL_FACTORY, PGProperty.SSL_HOSTNAME_VERIFIER)) {
            Optional<String> asked = stated(replacement) == null ? Optional.empty() : askedChecks();
            if (asked.isPresent()) {
                throw contradiction(
                        "%s and the driver's parameter %s".formatted(asked.get(), replacement.getName()),
                        "Take %s out of \"jdbcUrl\" and \"properties\"; where nothing is to be checked, say sslMode require"
                                .formatted(replacement.getName()));
            }
        }
    }

    /** Returns by what a file or a check of Sluice's own TLS is asked for. */
    private Optional<String> askedChecks() {
        Map<String, Optional<?>> keys = new LinkedHashMap<>();
        keys.put("sslMode", tls.sslMode().filter(mode -> mode != SslMode.DISABLE));
        keys.put("truststoreFile", tls.truststoreFile());
        keys.put("keystoreFile", tls.keystoreFile());
        keys.put("keyFile", tls.keyFile());
        return keys.entrySet().stream()
                .filter(key -> key.getValue().isPresent())
                .map(key -> "its key \"%s\"".formatted(key.getKey()))
                .findFirst()
                .or(() -> Optional.ofNullable(stated(PGProperty.SSL_MODE))
                        .filter(mode -> mode.startsWith("verify-"))
                        .map(mode -> "the driver's parameter sslmode"));
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
                    sentence("the value of the driver's parameter sslmode is no mode"),
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
            throw contradiction(
                    "its key \"%s\" and the driver's parameter %s".formatted(key, property.getName()),
                    "Keep \"%s\", and take %s out of \"jdbcUrl\" and \"properties\""
                            .formatted(key, property == PGProperty.SSL_MODE ? "sslmode and ssl" : property.getName()));
        }
    }

    private SyncException contradiction(String both, String cure) {
        return new SyncException(ErrorCode.PREFLIGHT_FAILED, sentence(both + " contradict each other"), cure, null);
    }

    private String sentence(String what) {
        return "The data source " + dataSource + ": " + what;
    }

    private @Nullable String stated(PGProperty property) {
        return parameters.getProperty(property.getName());
    }
}
