package dev.sluice.job;

import java.util.Map;
import java.util.Objects;

/**
 * A database and how to get in.
 *
 * @param name the name that jobs use; for a connection inside a job, words that tell the user which one is meant
 * @param type the connector that can use it, such as {@code postgresql}
 * @param location where the database is
 * @param login who logs in
 * @param properties settings for the driver; each may be a secret
 * @param tls how the connection is protected
 * @param about what the user wrote down about it
 */
public record DataSource(
        String name,
        String type,
        Location location,
        Login login,
        Map<String, Secret> properties,
        Tls tls,
        About about) {
    /** Copies the properties and checks that nothing is null. */
    public DataSource {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(location);
        Objects.requireNonNull(login);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(about);
        properties = Map.copyOf(properties);
    }

    /** Shows no secret: of the properties, which may hold one, only the names. */
    @Override
    public String toString() {
        return "DataSource[" + name + ", " + type + ", " + location + ", " + login + ", properties "
                + properties.keySet() + ", " + tls + "]";
    }
}
