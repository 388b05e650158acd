package dev.sluice.job;

import java.util.Objects;

/** A password or passphrase that shows itself only when asked to. Immutable. */
public final class Secret {
    private final String value;

    /** Wraps a secret. */
    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** Returns the secret itself. Whoever calls this must not print, log or store it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns three stars, whatever the secret is. */
    @Override
    public String toString() {
        return "***";
    }
}
