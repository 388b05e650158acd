package dev.sluice.job;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something in a text that may stand for a value.
 *
 * @param kind how it is written
 * @param content what is between the brackets, or the bare name
 * @param end where it ends in the text, exclusive
 */
record Reference(Kind kind, String content, int end) {
    /** How a reference is written. */
    enum Kind {
        /** {@code ${name}}: a variable, or a date of the day before the run. */
        BRACES,
        /** {@code $[format]}: the time of the run; anything else between the brackets is no reference but text. */
        BRACKETS,
        /** {@code $bizdate}: one of the few names that need no brackets. */
        BARE,
        /** Two dollar signs and a brace: the way to write one of each. */
        ESCAPED,
        /** A dollar sign and a brace whose other brace is not on the line. */
        UNCLOSED
    }

    static final Set<String> BARE_NAMES = Set.of("bizdate", "cyctime", "jobid", "gmtdate");

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_]+");

    /** Returns the reference that begins with the dollar sign at an offset, if one does. */
    static Optional<Reference> at(String text, int start) {
        if (text.startsWith("$${", start)) {
            return Optional.of(new Reference(Kind.ESCAPED, "", start + 3));
        }
        if (text.startsWith("${", start)) {
            int end = close(text, start + 2, '}');
            return Optional.of(
                    end < 0
                            ? new Reference(Kind.UNCLOSED, "", start + 2)
                            : new Reference(Kind.BRACES, text.substring(start + 2, end), end + 1));
        }
        if (text.startsWith("$[", start)) {
            int end = close(text, start + 2, ']');
            return end < 0
                    ? Optional.empty()
                    : Optional.of(new Reference(Kind.BRACKETS, text.substring(start + 2, end), end + 1));
        }
        return bare(text, start);
    }

    private static Optional<Reference> bare(String text, int start) {
        Matcher name = NAME.matcher(text).region(start + 1, text.length());
        return name.lookingAt() && BARE_NAMES.contains(name.group())
                ? Optional.of(new Reference(Kind.BARE, name.group(), name.end()))
                : Optional.empty();
    }

    private static int close(String text, int from, char bracket) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == bracket) {
                return i;
            }
            if (c == '"' || c == '\n' || c == '\r') {
                return -1;
            }
        }
        return -1;
    }
}
