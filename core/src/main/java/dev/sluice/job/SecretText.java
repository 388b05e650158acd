package dev.sluice.job;

import java.util.Objects;

/**
 * What a file says where a secret belongs.
 *
 * @param text the secret, or a sealed text without a fault
 * @param kept where the text comes from
 */
record SecretText(String text, Secret.Kept kept) {
    SecretText {
        Objects.requireNonNull(text);
        Objects.requireNonNull(kept);
    }

    /** Shows nothing of the text. */
    @Override
    public String toString() {
        return "SecretText[" + kept + "]";
    }
}
