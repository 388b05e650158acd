package dev.sluice.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What reading a real-time job's file told besides the job itself.
 *
 * @param notes what the user should know about the file
 * @param variables the variables that it uses, as written ({@code ${day}}), with their values
 */
public record Remarks(List<Note> notes, Map<String, String> variables) {
    /** Copies the collections. */
    public Remarks {
        notes = List.copyOf(notes);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}
