package dev.sluice.job;

import java.util.Objects;

/**
 * Something in a file that keeps it from being used.
 *
 * @param file the file's name as the user gave it
 * @param line the line in the file as it is on disk, from 1
 * @param column the character in that line, from 1, counted in UTF-16 units as editors do
 * @param path the JSON path of the value or object, such as {@code $.steps[0].parameter.splitFactor}
 * @param message what is wrong and what is allowed; never a secret
 */
public record Fault(String file, int line, int column, String path, String message) {
    /** Checks that nothing is null. */
    public Fault {
        Objects.requireNonNull(file);
        Objects.requireNonNull(path);
        Objects.requireNonNull(message);
    }

    /** Returns {@code file:line:column: path: message}, the form that editors and terminals turn into a link. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + path + ": " + message;
    }
}
