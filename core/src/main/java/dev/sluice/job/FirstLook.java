package dev.sluice.job;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an indulgent pass over a job file tells that has to be known before its variables can have values: which kind of job it is, and the
 * values that it gives to variables itself.
 *
 * @param root the file as far as it can be read, references kept as they are written; empty where nothing in it needs this look
 * @param complete whether that is all of it: false if a slip of syntax may hide something
 * @param saysRealtime whether a key of real-time jobs stands somewhere in the text
 */
record FirstLook(Optional<Node> root, boolean complete, boolean saysRealtime) {
    private static final Set<String> REALTIME_KEYS = Set.of("JobType", "MigrationType", "TableMappings");
    private static final Set<String> BATCH_KEYS = Set.of("job", "steps");

    /** Keeps references as they are written; where a bare one stands for a value, the resolution makes a text of it. */
    private static final Resolver AS_WRITTEN = reference -> reference.kind() == Reference.Kind.BRACES
            ? new Resolution.Hidden("${" + reference.content() + "}")
            : Resolution.KEPT;

    static FirstLook at(JobText text) {
        boolean realtime = mentions(text, REALTIME_KEYS.stream());
        boolean worthwhile = realtime || mentions(text, Stream.of(OwnParameters.KEY));
        if (!worthwhile || text.text().length() > JsonReader.LONGEST_TEXT) {
            return new FirstLook(Optional.empty(), true, false);
        }
        Reading reading = new Reading(Expander.expand(text, AS_WRITTEN, JsonReader.LONGEST_TEXT));
        JsonReader.Parsed parsed = JsonReader.read(reading);
        return new FirstLook(parsed.root(), parsed.complete(), realtime);
    }

    private static boolean mentions(JobText text, Stream<String> keys) {
        return keys.anyMatch(key -> text.text().contains("\"" + key + "\""));
    }

    /** Returns whether the file is a real-time job; where a slip hides most of it, any key of such a job decides. */
    boolean isRealtime() {
        Set<String> keys = root.filter(Node.ObjectNode.class::isInstance)
                .map(node -> ((Node.ObjectNode) node).members().keySet())
                .orElse(Set.of());
        boolean batch = keys.stream().anyMatch(BATCH_KEYS::contains);
        boolean realtime = keys.stream().anyMatch(REALTIME_KEYS::contains);
        return !batch && (realtime || (saysRealtime && !complete));
    }

    /** Returns the value that is reached by going from key to key. */
    Optional<Node> find(String... keys) {
        Optional<Node> found = root;
        for (String key : keys) {
            found = found.flatMap(node -> value(node, key));
        }
        return found;
    }

    private static Optional<Node> value(Node node, String key) {
        return node instanceof Node.ObjectNode object
                ? Optional.ofNullable(object.members().get(key)).map(Node.Member::value)
                : Optional.empty();
    }
}
