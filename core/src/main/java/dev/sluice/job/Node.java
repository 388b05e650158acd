package dev.sluice.job;

import java.util.List;
import java.util.Map;

/** A value of a parsed document with its place: offsets in the text that was parsed, the end exclusive. */
sealed interface Node {
    JsonPath path();

    int start();

    int end();

    /** An object; the keys are in the order of the file. */
    record ObjectNode(JsonPath path, int start, int end, Map<String, Member> members) implements Node {
        /** Stands for an object that the file leaves out, so that what it lacks can be said at the place of its owner. */
        static ObjectNode absent(JsonPath path, int start) {
            return new ObjectNode(path, start, start, Map.of());
        }
    }

    /** One key of an object and its value. */
    record Member(int keyStart, int keyEnd, Node value) {}

    /** A list. */
    record ListNode(JsonPath path, int start, int end, List<Node> elements) implements Node {}

    /** A text, number, boolean or null; {@code text} is the content of a text, and the spelling of the others. */
    record ScalarNode(JsonPath path, int start, int end, Kind kind, String text) implements Node {}

    /** What a scalar is written as. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }
}
