package dev.sluice.job;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes through a file's text once, turns comments into blanks and references into their values: inside a text escaped as JSON wants it,
 * elsewhere as they are. A reference without a value becomes a text that says nothing, so that the rest can still be read.
 */
final class Expander {
    private final String original;
    private final Resolver resolver;
    private final int longest;
    private final StringBuilder expanded = new StringBuilder();
    private final List<Source.Replacement> replacements = new ArrayList<>();
    private boolean inText;

    private Expander(String original, Resolver resolver, int longest) {
        this.original = original;
        this.resolver = resolver;
        this.longest = longest;
    }

    /** Returns the text made ready for the JSON parser; {@code longest} bounds the characters of it. */
    static Source expand(JobText text, Resolver resolver, int longest) {
        Expander expander = new Expander(text.text(), resolver, longest);
        expander.run();
        return new Source(text.fileName(), text.text(), expander.expanded.toString(), expander.replacements);
    }

    private void run() {
        int at = 0;
        while (at < original.length()) {
            char c = original.charAt(at);
            if (c == '$') {
                at = dollar(at);
            } else if (inText) {
                at = inside(at, c);
            } else {
                at = outside(at, c);
            }
        }
    }

    private int inside(int at, char c) {
        if (c == '\\' && at + 1 < original.length()) {
            expanded.append(c).append(original.charAt(at + 1));
            return at + 2;
        }
        inText = c != '"';
        expanded.append(c);
        return at + 1;
    }

    private int outside(int at, char c) {
        if (original.startsWith("//", at)) {
            return blank(at, lineEnd(at));
        }
        if (original.startsWith("/*", at)) {
            int close = original.indexOf("*/", at + 2);
            if (close >= 0) {
                return blank(at, close + 2);
            }
        }
        inText = c == '"';
        expanded.append(c);
        return at + 1;
    }

    private int lineEnd(int at) {
        int end = at;
        while (end < original.length() && original.charAt(end) != '\n' && original.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private int blank(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = original.charAt(i);
            expanded.append(c == '\n' || c == '\r' ? c : ' ');
        }
        return end;
    }

    private int dollar(int at) {
        Optional<Reference> reference = Reference.at(original, at);
        Resolution resolution = reference.map(resolver::resolve).orElse(Resolution.KEPT);
        if (resolution instanceof Resolution.Kept) {
            expanded.append('$');
            return at + 1;
        }
        int end = reference.orElseThrow().end();
        int start = expanded.length();
        Resolution bounded = append(resolution);
        replacements.add(new Source.Replacement(start, expanded.length(), at, end, bounded));
        return end;
    }

    /** Appends a value; outside of a text, only one that may be shown can be more than a text. Returns what was appended in truth. */
    private Resolution append(Resolution wanted) {
        boolean fits = expanded.length() + (long) wanted.inserted().length() <= longest;
        Resolution resolution = fits || wanted instanceof Resolution.Missing
                ? wanted
                : new Resolution.Missing(
                        "with this value the text gets too long; allowed are " + longest + " characters");
        boolean quoted = !inText && !(resolution instanceof Resolution.Value);
        String value = resolution.inserted();
        String escaped =
                inText || quoted ? new String(JsonStringEncoder.getInstance().quoteAsString(value)) : value;
        expanded.append(quoted ? "\"" + escaped + "\"" : escaped);
        return resolution;
    }
}
