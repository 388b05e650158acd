package dev.sluice.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults and notes of one file while it is read. Used by one thread. */
final class Reading {
    private static final int LONGEST_SHOWN = 60;

    private final List<Fault> faults = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Source source;
    private int spoiled;

    Reading(Source source) {
        this.source = source;
    }

    /** Reports a fault at an offset of the parsed text. */
    void fault(JsonPath path, int offset, String message) {
        Source.Position at = source.position(offset);
        faults.add(new Fault(source.fileName(), at.line(), at.column(), path.toString(), message));
        spoiled++;
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

    private String shown(Node.ScalarNode scalar) {
        String text = scalar.text().length() > LONGEST_SHOWN
                ? scalar.text().substring(0, LONGEST_SHOWN) + "..."
                : scalar.text();
        return scalar.kind() == Node.Kind.TEXT ? "\"" + text + "\"" : text;
    }

    Source source() {
        return source;
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    List<Note> notes() {
        return List.copyOf(notes);
    }
}
