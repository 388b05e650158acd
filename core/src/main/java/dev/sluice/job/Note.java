package dev.sluice.job;

import java.util.Objects;

/**
 * Something in a file that is accepted and that the user should know, such as a key without effect.
 *
 * @param file the file's name as the user gave it
 * @param line the line in the file as it is on disk, from 1
 * @param column the character in that line, from 1, counted in UTF-16 units as editors do
 * @param path the JSON path of the value or object
 * @param message one sentence; never a secret
 */
public record Note(String file, int line, int column, String path, String message) {
    /** Checks that nothing is null. */
    public Note {
        Objects.requireNonNull(file);
        Objects.requireNonNull(path);
        Objects.requireNonNull(message);
    }

    /** Returns {@code file:line:column: path: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + path + ": " + message;
    }
}
