package dev.sluice.job;

import java.util.regex.PatternSyntaxException;

/** Words what is wrong with a regular expression. */
final class Regexes {
    private Regexes() {}

    static String fault(String expression, PatternSyntaxException e) {
        String where = e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1);
        return "\"" + Shown.text(expression) + "\" is no regular expression (" + e.getDescription() + where
                + "); allowed is one as Java has them";
    }
}
