package dev.sluice.job;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Objects;

/**
 * The one place that a sealed secret belongs to.
 *
 * @param dataSource the data source's name
 * @param key the key of its file, such as {@code password} or {@code properties.sslpassword}
 */
public record SecretPlace(String dataSource, String key) {
    /** Checks that nothing is null. */
    public SecretPlace {
        Objects.requireNonNull(dataSource);
        Objects.requireNonNull(key);
    }

    /** Returns what is bound to the sealed text. Some file systems take names apart into letters and accents. */
    byte[] associatedData() {
        String name = Normalizer.normalize(dataSource, Normalizer.Form.NFC);
        return ("sluice\0" + name + "\0" + key).getBytes(StandardCharsets.UTF_8);
    }
}
