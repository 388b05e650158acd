package dev.sluice.job;

import java.util.Optional;

/**
 * A file that has been parsed, its own faults of syntax and variables already reported.
 *
 * @param reading where further faults go
 * @param root the object that the file holds; empty if it does not hold a whole one
 */
record Document(Reading reading, Optional<Node.ObjectNode> root) {
    /** Parses a file whose variables do not come from itself. */
    static Document of(JobText text, Resolver resolver) {
        return of(text, resolver, true);
    }

    /** Parses a job file, whose own parameters are among the variables. */
    static Document ofJob(JobText text, FirstLook look, Variables variables) {
        OwnParameters own = OwnParameters.of(look);
        Resolver inJob = variables.inJob(own.values(), text.stem());
        return of(text, look.isRealtime() ? new SourceNames(inJob) : inJob, own.reliable());
    }

    private static Document of(JobText text, Resolver resolver, boolean reliable) {
        if (text.text().length() > JsonReader.LONGEST_TEXT) {
            Reading reading = new Reading(Expander.expand(new JobText(text.fileName(), ""), resolver, 0));
            String message = "the file is too long; allowed are " + JsonReader.LONGEST_TEXT + " characters";
            reading.fault(JsonPath.ROOT, 0, message);
            return new Document(reading, Optional.empty());
        }
        Reading reading = new Reading(Expander.expand(text, resolver, JsonReader.LONGEST_TEXT));
        JsonReader.Parsed parsed = JsonReader.read(reading);
        if (reliable) {
            reportUnresolved(reading, parsed.root());
        }
        return new Document(reading, parsed.complete() ? object(parsed.root(), reading) : Optional.empty());
    }

    private static Optional<Node.ObjectNode> object(Optional<Node> root, Reading reading) {
        if (root.isPresent() && root.get() instanceof Node.ObjectNode object) {
            return Optional.of(object);
        }
        reading.fault(JsonPath.ROOT, 0, "the text does not hold an object; allowed is one object, in { }");
        return Optional.empty();
    }

    private static void reportUnresolved(Reading reading, Optional<Node> root) {
        reading.source().replacements().stream()
                .filter(replacement -> replacement.resolution() instanceof Resolution.Missing)
                .limit(Reading.MOST_FAULTS)
                .forEach(replacement -> {
                    JsonPath path =
                            root.map(node -> pathAt(node, replacement.start())).orElse(JsonPath.ROOT);
                    String message = ((Resolution.Missing) replacement.resolution()).message();
                    reading.fault(path, replacement.start(), message);
                });
    }

    private static JsonPath pathAt(Node node, int offset) {
        if (node instanceof Node.ListNode list) {
            return list.elements().stream()
                    .filter(element -> covers(element, offset))
                    .findFirst()
                    .map(element -> pathAt(element, offset))
                    .orElse(node.path());
        }
        if (node instanceof Node.ObjectNode object) {
            return object.members().values().stream()
                    .map(Node.Member::value)
                    .filter(value -> covers(value, offset))
                    .findFirst()
                    .map(value -> pathAt(value, offset))
                    .orElse(node.path());
        }
        return node.path();
    }

    private static boolean covers(Node node, int offset) {
        return node.start() <= offset && offset < node.end();
    }
}
