package dev.sluice.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A batch job: what is read, what is written, and how.
 *
 * @param name the file's name without folder and ending
 * @param format the shape of the file
 * @param reader where rows come from
 * @param writer where they go
 * @param settings limits, speed and execution
 * @param notes what the user should know about the file
 * @param variables the variables that the file uses, as written ({@code ${day}}), with their values; those inside secrets are left out
 */
public record BatchJob(
        String name,
        Format format,
        Step reader,
        Step writer,
        Settings settings,
        List<Note> notes,
        Map<String, String> variables)
        implements Job {
    /** Copies the collections and checks that nothing is null. */
    public BatchJob {
        Objects.requireNonNull(name);
        Objects.requireNonNull(format);
        Objects.requireNonNull(reader);
        Objects.requireNonNull(writer);
        Objects.requireNonNull(settings);
        notes = List.copyOf(notes);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}
