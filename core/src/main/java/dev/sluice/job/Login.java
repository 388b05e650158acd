package dev.sluice.job;

import java.util.Objects;
import java.util.Optional;

/**
 * Who logs in to a database.
 *
 * @param username the role; empty = the driver's default
 * @param password the password; empty where none is needed (trust, client certificate)
 */
public record Login(Optional<String> username, Optional<Secret> password) {
    /** Checks that nothing is null. */
    public Login {
        Objects.requireNonNull(username);
        Objects.requireNonNull(password);
    }
}
