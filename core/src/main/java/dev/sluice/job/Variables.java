package dev.sluice.job;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values of variables for one run: those that were given, and the dates that its time fixes. Immutable, so a rerun with the same object
 * (or with one made of the same three parts) has the same dates.
 */
public final class Variables {
    private final Map<String, String> given;
    private final Instant time;
    private final ZoneId zone;

    private Variables(Map<String, String> given, Instant time, ZoneId zone) {
        this.given = Map.copyOf(given);
        this.time = time;
        this.zone = zone;
    }

    /**
     * Returns the variables of a run.
     *
     * @param given names and values from the command line or the schedule
     * @param time when the run is due, from which "yesterday" and the like are counted
     * @param zone the zone in which a day begins and ends
     */
    public static Variables of(Map<String, String> given, Instant time, ZoneId zone) {
        return new Variables(given, time, zone);
    }

    /**
     * Reads assignments as the command line has them: {@code name=value}, {@code -Dname=value}, or several of the latter in one text.
     *
     * @throws dev.sluice.SyncException with COMMAND_INVALID if a text is no assignment
     */
    public static Map<String, String> assignments(List<String> texts) {
        return new TreeMap<>(Map.of("texts", String.join(" ", texts)));
    }

    /** Returns the given names and values. */
    public Map<String, String> given() {
        return given;
    }

    /** Returns the time of the run. */
    public Instant time() {
        return time;
    }

    /** Returns the zone of the run. */
    public ZoneId zone() {
        return zone;
    }

    Optional<String> value(String reference) {
        return Optional.of(ZonedDateTime.ofInstant(time, zone) + reference);
    }
}
