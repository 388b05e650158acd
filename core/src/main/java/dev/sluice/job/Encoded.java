package dev.sluice.job;

import java.util.Optional;

/**
 * An object that stands in a file as it is, or as a text that holds its JSON.
 *
 * @param node the object, or the text
 */
record Encoded(Node node) {
    private static final Resolver NOTHING = reference -> Resolution.KEPT;

    /** Reads the object. What is wrong inside a text is reported at the text, with the place inside. */
    <T> Optional<T> read(Definition<T> definition, Reading reading) {
        if (node instanceof Node.ObjectNode object) {
            return definition.read(object, reading);
        }
        Node.ScalarNode text = (Node.ScalarNode) node;
        JobText json = new JobText(reading.source().fileName(), text.text());
        Document inside = Document.of(json, NOTHING);
        Optional<T> read = inside.root().flatMap(root -> definition.read(root, inside.reading()));
        ParseResult<T> result = inside.reading().result(read);
        result.faults()
                .forEach(fault -> reading.fault(
                        text.path(),
                        text.start(),
                        inside(fault.line(), fault.column(), fault.path()) + fault.message()));
        result.notes()
                .forEach(note -> reading.note(
                        text.path(), text.start(), inside(note.line(), note.column(), note.path()) + note.message()));
        return result.value();
    }

    private static String inside(int line, int column, String path) {
        return "in the JSON of this text, at " + line + ":" + column + ", " + path + ": ";
    }
}
