package dev.sluice.job;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A password or passphrase that shows itself only when asked to. Immutable.
 *
 * <p>A sealed one is opened each time that it is asked for, never before: whoever only reads files needs no key.
 */
public final class Secret {
    private final String text;
    private final Kept kept;
    private final UnaryOperator<String> opener;

    /** Wraps a secret as it is. */
    public Secret(String value) {
        this(value, Kept.PLAIN, UnaryOperator.identity());
    }

    /** Wraps what a file holds; {@code opener} makes the secret of it. */
    Secret(String text, Kept kept, UnaryOperator<String> opener) {
        this.text = Objects.requireNonNull(text);
        this.kept = kept;
        this.opener = opener;
    }

    /**
     * Returns the secret itself. Whoever calls this must not print, log or store it.
     *
     * @throws dev.sluice.SyncException with PREFLIGHT_FAILED if it is sealed and cannot be opened; the message says where it
     *     stands, where the key is and what to do
     */
    public String reveal() {
        return opener.apply(text);
    }

    /** Returns how the file keeps it. */
    public Kept kept() {
        return kept;
    }

    /** Two secrets are equal if their files hold the same text: a secret that is sealed twice makes two. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns three stars, whatever the secret is. */
    @Override
    public String toString() {
        return "***";
    }

    /** How a file keeps a secret. */
    public enum Kept {
        /** As it is, for everybody who may read the file. */
        PLAIN("plain"),
        /** Not at all: the file names a variable of the environment. */
        ENVIRONMENT("environment"),
        /** Encrypted with the key of the workspace. */
        SEALED("sealed");

        private final String label;

        Kept(String label) {
            this.label = label;
        }

        /** Returns the word for users. */
        public String label() {
            return label;
        }
    }
}
