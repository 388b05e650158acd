package dev.sluice.job;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a real-time job is called, in files and on its servers.
 *
 * @param id what the names of the job's slot and publication end with: letters a to z, digits and underscores, 1 to {@value #LONGEST_ID}
 * @param name the name to show to a user
 * @param description free text
 */
public record JobIdentity(String id, String name, Optional<String> description) {
    /** The longest id: the name of a slot has up to 63 bytes (NAMEDATALEN - 1), eight of which are its beginning. */
    public static final int LONGEST_ID = 55;

    private static final Pattern ID = Pattern.compile("[a-z0-9_]{1," + LONGEST_ID + "}");

    /** Checks the id. */
    public JobIdentity {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        if (!isId(id)) {
            throw new IllegalArgumentException("no id of a real-time job: " + id);
        }
    }

    /** Returns whether a text can be an id. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Returns the name of the job's replication slot at the source. */
    public String slot() {
        return "di_slot_" + id;
    }

    /** Returns the name of the job's publication at the source. */
    public String publication() {
        return "di_pub_" + id;
    }
}
