package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The variables that a job file gives values to itself: {@code parameters} at its top, in classic files inside {@code job}, in
 * real-time jobs {@code ScheduleParameters} too. They have to be known before the file can be read, so they are taken from the first look at it.
 *
 * @param values the values as written
 * @param reliable whether these are all: false if a slip of syntax may hide some
 */
record OwnParameters(Map<String, String> values, boolean reliable) {
    static final String KEY = "parameters";
    static final String SCHEDULE_KEY = "ScheduleParameters";

    /** One of several assignments in a text; dates in brackets may hold blanks. */
    private static final Pattern ASSIGNMENT =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.-]*)=((?:\\$\\[[^\\]]*]|\\$\\{[^}]*}|\\S)*)");

    static OwnParameters of(FirstLook look) {
        List<Node> found = Stream.of(
                        look.find(KEY),
                        look.find("job", KEY),
                        look.find("JobSettings", "CycleScheduleSettings", SCHEDULE_KEY))
                .flatMap(Optional::stream)
                .toList();
        Map<String, String> values = new LinkedHashMap<>();
        found.forEach(node -> collect(node, values));
        return new OwnParameters(values, look.complete() || !found.isEmpty());
    }

    private static void collect(Node node, Map<String, String> values) {
        if (node instanceof Node.ObjectNode object) {
            object.members().forEach((name, member) -> {
                if (member.value() instanceof Node.ScalarNode scalar) {
                    values.put(name, scalar.text());
                }
            });
        } else if (node instanceof Node.ScalarNode scalar) {
            Matcher assignment = ASSIGNMENT.matcher(scalar.text());
            while (assignment.find()) {
                values.put(assignment.group(1), assignment.group(2));
            }
        }
    }
}
