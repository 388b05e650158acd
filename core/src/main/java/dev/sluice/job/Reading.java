package dev.sluice.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults and notes of one file while it is read. Used by one thread. */
final class Reading {
    /** A file with more faults than this is wrong as a whole; the bound keeps a hostile one from filling the memory. */
    static final int MOST_FAULTS = 1_000;

    private final List<Fault> faults = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Source source;
    private final List<Node> secrets = new ArrayList<>();
    private int spoiled;

    Reading(Source source) {
        this.source = source;
    }

    /** Reports a fault at an offset of the parsed text. */
    void fault(JsonPath path, int offset, String message) {
        spoiled++;
        if (faults.size() < MOST_FAULTS) {
            Source.Position at = source.position(offset);
            faults.add(new Fault(source.fileName(), at.line(), at.column(), path.toString(), message));
        }
    }

    void note(JsonPath path, int offset, String message) {
        Source.Position at = source.position(offset);
        notes.add(new Note(source.fileName(), at.line(), at.column(), path.toString(), message));
    }

    /** Counts what could not be read up to now: two equal answers mean that all between was right. */
    int spoiled() {
        return spoiled;
    }

    /** Says whether a scalar holds a variable without a value, which has been reported and makes the scalar worthless. */
    boolean unresolved(Node node) {
        if (source.unresolvedWithin(node.start(), node.end())) {
            spoiled++;
            return true;
        }
        return false;
    }

    boolean unresolved(Node.Member member) {
        return source.unresolvedWithin(member.keyStart(), member.keyEnd());
    }

    /** Returns the content of a text, number or boolean; anything else is reported. */
    Optional<String> text(Node node, Key<?> key, String allowed) {
        if (!(node instanceof Node.ScalarNode scalar) || scalar.kind() == Node.Kind.NULL) {
            refuse(node, key, allowed);
            return Optional.empty();
        }
        if (key.isSecret()) {
            secrets.add(node);
        }
        if (unresolved(node)) {
            return Optional.empty();
        }
        Optional<String> answer = key.answers().entrySet().stream()
                .filter(known -> known.getKey().equalsIgnoreCase(scalar.text().strip()))
                .map(Map.Entry::getValue)
                .findFirst();
        answer.ifPresent(reason -> fault(node.path(), node.start(), shown(node, key) + " is refused: " + reason));
        return answer.isPresent() ? Optional.empty() : Optional.of(scalar.text());
    }

    /** Reports a value that is not what a key allows. */
    void refuse(Node node, Key<?> key, String allowed) {
        if (!unresolved(node)) {
            fault(node.path(), node.start(), shown(node, key) + " is not allowed; allowed is " + allowed);
        }
    }

    private String shown(Node node, Key<?> key) {
        if (key.isSecret()) {
            return "the value (not shown, it is secret)";
        }
        if (node instanceof Node.ObjectNode) {
            return "an object";
        }
        if (node instanceof Node.ListNode) {
            return "a list";
        }
        return shown((Node.ScalarNode) node);
    }

    /** A value out of a variable is shown with its reference, and without itself where it came from the environment. */
    private String shown(Node.ScalarNode scalar) {
        boolean replaced = source.replacedWithin(scalar.start(), scalar.end());
        String onDisk = replaced ? Shown.text(source.onDisk(scalar.start(), scalar.end())) : "";
        if (replaced && source.hiddenWithin(scalar.start(), scalar.end())) {
            return "the value of " + onDisk;
        }
        String text = Shown.text(scalar.text());
        String value = scalar.kind() == Node.Kind.TEXT ? "\"" + text + "\"" : text;
        return replaced ? value + " (from " + onDisk + ")" : value;
    }

    Source source() {
        return source;
    }

    /** Returns the variables that the file uses with their values, as written, without those that went into a secret. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Source.Replacement replacement : source.replacements()) {
            boolean named = replacement.resolution() instanceof Resolution.Value
                    && !source.reference(replacement).startsWith("$$");
            if (named) {
                variables.put(
                        source.reference(replacement), replacement.resolution().inserted());
            }
        }
        secrets.forEach(secret -> source.replacementsWithin(secret.start(), secret.end())
                .forEach(replacement -> variables.remove(source.reference(replacement))));
        return variables;
    }

    /** Returns the result; what was read counts only if there was no fault. */
    <T> ParseResult<T> result(Optional<T> read) {
        List<Fault> sorted = faults.stream()
                .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
                .toList();
        List<Note> told = notes.stream()
                .sorted(Comparator.comparingInt(Note::line).thenComparingInt(Note::column))
                .toList();
        return new ParseResult<>(sorted.isEmpty() ? read : Optional.empty(), sorted, told);
    }
}
