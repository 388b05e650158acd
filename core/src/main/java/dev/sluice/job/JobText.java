package dev.sluice.job;

import java.util.Objects;

/**
 * The text of a job file or data source file.
 *
 * @param fileName the name to show in messages
 * @param text the content; a byte order mark at its beginning is dropped
 */
public record JobText(String fileName, String text) {
    /** Drops the byte order mark that some editors leave. */
    public JobText {
        Objects.requireNonNull(fileName);
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
