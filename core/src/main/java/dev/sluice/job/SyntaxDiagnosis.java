package dev.sluice.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Finds the first slip of syntax in a text that the JSON parser refused, and says what was found and what would be allowed. It judges what
 * the parser judges: JSON without comments (they are blanks by then), with a comma allowed after the last element. What it found it names
 * by kind only, since any characters of a broken file may be those of a password.
 */
final class SyntaxDiagnosis {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern LITERAL = Pattern.compile("true|false|null");
    private static final int NONE = -1;
    private static final String IN_QUOTES = " (a text stands in double quotes)";

    private final String text;
    private final IntFunction<Source.Position> positions;
    private final Deque<Integer> open = new ArrayDeque<>();
    private Expectation expectation = Expectation.OBJECT;
    private int at;
    /**
     * Where the last token began if it was a text over several lines. Such a text may be meant; but if the next token is a slip, then the
     * text was most likely never closed, and its beginning is the place to look at.
     */
    private int overLines = NONE;

    private SyntaxDiagnosis(String text, IntFunction<Source.Position> positions) {
        this.text = text;
        this.positions = positions;
    }

    /** Returns the first slip; {@code positions} turns an offset of the text into the place to name. */
    static Optional<Finding> of(String text, IntFunction<Source.Position> positions) {
        return new SyntaxDiagnosis(text, positions).first();
    }

    private Optional<Finding> first() {
        while (true) {
            skipBlanks();
            if (at >= text.length()) {
                return atEnd();
            }
            int before = overLines;
            Optional<Finding> finding = token(text.charAt(at));
            if (finding.isPresent()) {
                return before < 0 ? finding : unclosed(before);
            }
            overLines = before == overLines ? NONE : overLines;
        }
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Optional<Finding> atEnd() {
        if (expectation == Expectation.NOTHING) {
            return Optional.empty();
        }
        if (open.isEmpty()) {
            return Optional.of(new Finding(at, "the text is empty", expectation.allowed(true)));
        }
        int opening = open.getFirst();
        Source.Position place = positions.apply(opening);
        String found = "the text ends, but the \"" + text.charAt(opening) + "\" at " + place.line() + ":"
                + place.column() + " is not closed";
        return Optional.of(new Finding(at, found, expectation.allowed(inObject())));
    }

    private boolean inObject() {
        return open.isEmpty() || text.charAt(open.getFirst()) == '{';
    }

    private Optional<Finding> token(char c) {
        return switch (c) {
            case '{', '[' -> opening(c);
            case '}', ']' -> closing(c);
            case ',' -> comma();
            case ':' -> colon();
            case '"' -> quoted();
            default -> word();
        };
    }

    private Optional<Finding> opening(char c) {
        if (!expectation.takesValue() && !(expectation == Expectation.OBJECT && c == '{')) {
            return unexpected("\"" + c + "\"");
        }
        open.push(at);
        at++;
        expectation = c == '{' ? Expectation.KEY_OR_END : Expectation.VALUE_OR_END;
        return Optional.empty();
    }

    private Optional<Finding> closing(char c) {
        boolean matches = !open.isEmpty() && inObject() == (c == '}');
        if (!matches || !expectation.takesEnd()) {
            return unexpected("\"" + c + "\"");
        }
        open.pop();
        at++;
        return afterValue();
    }

    private Optional<Finding> afterValue() {
        expectation = open.isEmpty() ? Expectation.NOTHING : Expectation.COMMA_OR_END;
        return Optional.empty();
    }

    private Optional<Finding> comma() {
        if (expectation != Expectation.COMMA_OR_END) {
            return unexpected("\",\"");
        }
        at++;
        expectation = inObject() ? Expectation.KEY_OR_END : Expectation.VALUE_OR_END;
        return Optional.empty();
    }

    private Optional<Finding> colon() {
        if (expectation != Expectation.COLON) {
            return unexpected("\":\"");
        }
        at++;
        expectation = Expectation.VALUE;
        return Optional.empty();
    }

    private Optional<Finding> quoted() {
        boolean key = expectation == Expectation.KEY_OR_END;
        if (!key && !expectation.takesValue()) {
            return unexpected("text");
        }
        Optional<Finding> finding = throughText();
        if (finding.isEmpty()) {
            if (key) {
                expectation = Expectation.COLON;
            } else {
                afterValue();
            }
        }
        return finding;
    }

    private Optional<Finding> throughText() {
        int start = at;
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                overLines = start;
            }
            if (c == '\\' && !escape()) {
                return Optional.of(new Finding(
                        at,
                        "the backslash here begins no escape",
                        "\\\\ for a backslash, or \\\" \\/ \\b \\f \\n \\r \\t \\u0000"));
            }
            at++;
        }
        if (at >= text.length()) {
            return unclosed(start);
        }
        at++;
        return Optional.empty();
    }

    private static Optional<Finding> unclosed(int start) {
        return Optional.of(new Finding(start, "the text that begins here is not closed", "a double quote at its end"));
    }

    /** Goes to the last character of an escape; false, staying where it is, if it is none. */
    private boolean escape() {
        if (at + 1 >= text.length()) {
            return false;
        }
        char c = text.charAt(at + 1);
        if (c == 'u') {
            boolean hex = at + 6 <= text.length()
                    && text.substring(at + 2, at + 6)
                            .chars()
                            .allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 128);
            at += hex ? 5 : 0;
            return hex;
        }
        boolean known = "\"\\/bfnrt".indexOf(c) >= 0;
        at += known ? 1 : 0;
        return known;
    }

    private Optional<Finding> word() {
        int end = at;
        while (end < text.length() && " \t\r\n,:[]{}\"".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String word = text.substring(at, end);
        boolean value = NUMBER.matcher(word).matches() || LITERAL.matcher(word).matches();
        if (!value || !expectation.takesValue()) {
            return wrongWord(word);
        }
        at = end;
        return afterValue();
    }

    private Optional<Finding> wrongWord(String word) {
        if (word.startsWith("/*")) {
            return Optional.of(new Finding(at, "the comment that begins here is not closed", "*/ at its end"));
        }
        String quotes = expectation.takesValue() ? IN_QUOTES : "";
        String found = word.startsWith("'") ? "unexpected single quote" : "unexpected word";
        return Optional.of(new Finding(at, found, expectation.allowed(inObject()) + quotes));
    }

    private Optional<Finding> unexpected(String found) {
        return Optional.of(new Finding(at, "unexpected " + found, expectation.allowed(inObject())));
    }

    /** What may come next. */
    private enum Expectation {
        OBJECT("\"{\""),
        KEY_OR_END("a key in double quotes, or "),
        COLON("\":\" after the key"),
        VALUE("a value"),
        VALUE_OR_END("a value, or "),
        COMMA_OR_END("\",\" or "),
        NOTHING("nothing more");

        private final String words;

        Expectation(String words) {
            this.words = words;
        }

        private boolean takesValue() {
            return this == VALUE || this == VALUE_OR_END;
        }

        private boolean takesEnd() {
            return this == KEY_OR_END || this == VALUE_OR_END || this == COMMA_OR_END;
        }

        private String allowed(boolean inObject) {
            return takesEnd() ? words + (inObject ? "\"}\"" : "\"]\"") : words;
        }
    }

    /**
     * A slip of syntax.
     *
     * @param offset where it is
     * @param found what is there
     * @param allowed what would be allowed, as the end of "allowed is ..."
     */
    record Finding(int offset, String found, String allowed) {}
}
