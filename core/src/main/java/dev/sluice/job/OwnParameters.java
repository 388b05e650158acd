package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that a job file gives values to itself: {@code parameters} at its top, in classic files inside {@code job}. They have to be
 * known before the file can be read, so they are taken from a first, indulgent pass over it.
 *
 * @param values the values as written
 * @param reliable whether these are all: false if a slip of syntax may hide some
 */
record OwnParameters(Map<String, String> values, boolean reliable) {
    static final String KEY = "parameters";

    /** One of several assignments in a text; dates in brackets may hold blanks. */
    private static final Pattern ASSIGNMENT =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.-]*)=((?:\\$\\[[^\\]]*]|\\$\\{[^}]*}|\\S)*)");

    /** Keeps references as they are written; where a bare one stands for a value, the resolution makes a text of it. */
    private static final Resolver AS_WRITTEN = reference -> reference.kind() == Reference.Kind.BRACES
            ? new Resolution.Hidden("${" + reference.content() + "}")
            : Resolution.KEPT;

    static OwnParameters of(JobText text) {
        if (!text.text().contains("\"" + KEY + "\"") || text.text().length() > JsonReader.LONGEST_TEXT) {
            return new OwnParameters(Map.of(), true);
        }
        Reading reading = new Reading(Expander.expand(text, AS_WRITTEN, JsonReader.LONGEST_TEXT));
        JsonReader.Parsed parsed = JsonReader.read(reading);
        Optional<Node> root = parsed.root();
        Optional<Node> found = root.flatMap(node -> value(node, KEY))
                .or(() -> root.flatMap(node -> value(node, "job")).flatMap(job -> value(job, KEY)));
        Map<String, String> values = new LinkedHashMap<>();
        found.ifPresent(node -> collect(node, values));
        return new OwnParameters(values, parsed.complete() || found.isPresent());
    }

    private static Optional<Node> value(Node node, String key) {
        return node instanceof Node.ObjectNode object
                ? Optional.ofNullable(object.members().get(key)).map(Node.Member::value)
                : Optional.empty();
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
