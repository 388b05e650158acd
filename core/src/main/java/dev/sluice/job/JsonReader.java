package dev.sluice.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses a text into nodes that know their places. At the first slip of syntax it stops, and what came before is kept. */
final class JsonReader {
    static final int LONGEST_TEXT = 16 * 1024 * 1024;
    static final int DEEPEST = 100;
    static final int MOST_ELEMENTS = 100_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            // DataX lets a statement go over several lines, so there are files that rely on it.
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_TEXT)
                    .build())
            .build();

    private final Reading reading;
    private final String text;
    private final JsonParser parser;
    private boolean complete = true;

    private JsonReader(Reading reading, JsonParser parser) {
        this.reading = reading;
        this.text = reading.source().expanded();
        this.parser = parser;
    }

    /** Parses the expanded text of a source; slips of syntax and keys that come twice are reported. */
    static Parsed read(Reading reading) {
        try (JsonParser parser = FACTORY.createParser(reading.source().expanded())) {
            return new JsonReader(reading, parser).document();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    private Parsed document() throws IOException {
        Optional<Node> root = next(JsonPath.ROOT) ? Optional.of(value(JsonPath.ROOT, 1)) : Optional.empty();
        if (root.isEmpty()) {
            slip(JsonPath.ROOT, 0);
        }
        if (complete && root.isPresent() && next(JsonPath.ROOT)) {
            fail(JsonPath.ROOT, offset(), "the text goes on after its end; allowed is one object");
        }
        return new Parsed(root, complete);
    }

    /** Goes to the next token; false at the end, and where there is none to be had. A slip is that of the value at {@code path}. */
    private boolean next(JsonPath path) throws IOException {
        if (!complete) {
            return false;
        }
        try {
            boolean found = parser.nextToken() != null;
            if (!found && !parser.getParsingContext().inRoot()) {
                slip(path, offset());
            }
            return found;
        } catch (JsonProcessingException e) {
            slip(path, Math.max(0, (int) parser.currentLocation().getCharOffset()));
            return false;
        }
    }

    private int offset() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private Node value(JsonPath path, int depth) throws IOException {
        if (depth > DEEPEST) {
            fail(path, offset(), "the nesting is too deep; allowed are " + DEEPEST + " levels");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path, depth);
            case START_ARRAY -> list(path, depth);
            default -> scalar(path);
        };
    }

    private Node object(JsonPath path, int depth) throws IOException {
        int start = offset();
        Map<String, Node.Member> members = new LinkedHashMap<>();
        while (next(path) && parser.currentToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int keyStart = offset();
            if (!next(path.key(name))) {
                break;
            }
            Node.Member member = new Node.Member(keyStart, offset(), value(path.key(name), depth + 1));
            Node.Member first = members.putIfAbsent(name, member);
            if (first != null) {
                twice(path.key(name), name, first, member);
            }
            bound(path, start, members.size());
        }
        return new Node.ObjectNode(path, start, offset() + 1, Collections.unmodifiableMap(members));
    }

    private void twice(JsonPath path, String name, Node.Member first, Node.Member second) {
        Source.Position before = reading.source().position(first.keyStart());
        reading.fault(
                path,
                second.keyStart(),
                "the key \"" + Shown.text(name) + "\" is here a second time, first at " + before.line() + ":"
                        + before.column() + "; allowed is one of them");
    }

    private Node list(JsonPath path, int depth) throws IOException {
        int start = offset();
        List<Node> elements = new ArrayList<>();
        while (next(path) && parser.currentToken() != JsonToken.END_ARRAY) {
            elements.add(value(path.element(elements.size()), depth + 1));
            bound(path, start, elements.size());
        }
        return new Node.ListNode(path, start, offset() + 1, Collections.unmodifiableList(elements));
    }

    private void bound(JsonPath path, int start, int size) {
        if (size > MOST_ELEMENTS) {
            fail(path, start, "too many elements; allowed are " + MOST_ELEMENTS);
        }
    }

    private Node scalar(JsonPath path) throws IOException {
        int start = offset();
        Node.Kind kind = switch (parser.currentToken()) {
            case VALUE_STRING -> Node.Kind.TEXT;
            case VALUE_NULL -> Node.Kind.NULL;
            case VALUE_TRUE, VALUE_FALSE -> Node.Kind.BOOLEAN;
            default -> Node.Kind.NUMBER;
        };
        String content = "";
        try {
            content = parser.getText();
        } catch (JsonProcessingException e) {
            slip(path, start);
        }
        int end = kind == Node.Kind.TEXT ? (int) parser.currentLocation().getCharOffset() : start + content.length();
        return new Node.ScalarNode(path, start, Math.max(start, end), kind, content);
    }

    /** Says in our own words what the parser did not like, since its own say neither what is allowed nor always the right place. */
    private void slip(JsonPath path, int near) {
        if (!complete) {
            return;
        }
        SyntaxDiagnosis.Finding finding = SyntaxDiagnosis.of(text, reading.source()::position)
                .orElseGet(() -> new SyntaxDiagnosis.Finding(
                        Math.min(near, text.length()), "something is not JSON here", "a shorter number or text"));
        String found = reading.source()
                .replacementAt(finding.offset())
                .map(replacement -> "the value of " + reading.source().reference(replacement) + " does not fit here")
                .orElse(finding.found());
        fail(path, finding.offset(), found + "; allowed is " + finding.allowed());
    }

    private void fail(JsonPath path, int offset, String message) {
        if (complete) {
            complete = false;
            reading.fault(path, offset, message);
        }
    }

    /**
     * What came out.
     *
     * @param root the document, or its beginning; empty if there is not even that
     * @param complete whether the text was parsed to its end
     */
    record Parsed(Optional<Node> root, boolean complete) {}
}
