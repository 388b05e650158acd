package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of variables for one run: those that were given, and the dates that its time fixes. Immutable, so a rerun with the same object
 * (or with one made of the same three parts) has the same dates.
 */
public final class Variables {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:-D)?(?<name>[\\p{L}_][\\p{L}\\p{N}_.-]*)=(?<value>.*)", Pattern.DOTALL);
    private static final Pattern NEXT_DEFINITION = Pattern.compile("\\s+(?=-D)");

    private final Map<String, String> given;
    private final Instant time;
    private final ZoneId zone;

    private Variables(Map<String, String> given, Instant time, ZoneId zone) {
        this.time = Objects.requireNonNull(time);
        this.zone = Objects.requireNonNull(zone);
        Resolver dates = new BuiltIns(LocalDateTime.ofInstant(time, zone), Optional.empty());
        Map<String, String> filled = new LinkedHashMap<>();
        given.forEach((name, value) -> filled.put(name, dates.fill(value).orElse(value)));
        this.given = Map.copyOf(filled);
    }

    /**
     * Returns the variables of a run. A given value may itself be a built-in date, such as {@code $[yyyymmdd-1]}; it is fixed here.
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
     * @throws SyncException with COMMAND_INVALID if a text is no assignment
     */
    public static Map<String, String> assignments(List<String> texts) {
        Map<String, String> assigned = new LinkedHashMap<>();
        for (String text : texts) {
            String stripped = text.strip();
            List<String> parts =
                    stripped.startsWith("-D") ? List.of(NEXT_DEFINITION.split(stripped, -1)) : List.of(stripped);
            parts.forEach(part -> assign(part, assigned));
        }
        return assigned;
    }

    private static void assign(String part, Map<String, String> assigned) {
        Matcher match = ASSIGNMENT.matcher(part);
        if (!match.matches()) {
            // What follows the equals sign may be a password.
            String shown = part.contains("=") ? part.substring(0, part.indexOf('=') + 1) + "..." : part;
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "\"" + shown + "\" gives no variable a value",
                    "Write -p name=value, or -p \"-Dname=value\"; a name has letters, digits, _ . - and begins with a letter.",
                    null);
        }
        assigned.put(match.group("name"), match.group("value"));
    }

    /** Returns the given names and values, dates filled in. */
    public Map<String, String> given() {
        return given;
    }

    /** Returns when the run is due. */
    public Instant time() {
        return time;
    }

    /** Returns the zone of the run. */
    public ZoneId zone() {
        return zone;
    }

    /** Returns what references stand for in a job; {@code own} are the job's parameters, {@code jobId} is its name. */
    Resolver inJob(Map<String, String> own, String jobId) {
        BuiltIns builtIns = new BuiltIns(LocalDateTime.ofInstant(time, zone), Optional.of(jobId));
        return JobVariables.of(given, own, builtIns);
    }

    /** Shows time, zone and names; a value may be a secret. */
    @Override
    public String toString() {
        return "Variables[" + time + ", " + zone + ", " + given.keySet() + "]";
    }
}
