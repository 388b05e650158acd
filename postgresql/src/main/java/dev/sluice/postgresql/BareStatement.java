package dev.sluice.postgresql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement without what may stand behind it: blanks, comments and semicolons. Where texts, names and comments end is
 * said by the PostgreSQL documentation, chapter "Lexical Structure".
 */
final class BareStatement {
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

    private final String sql;

    private BareStatement(String sql) {
        this.sql = sql;
    }

    static String of(String sql) {
        return new BareStatement(sql).text();
    }

    private String text() {
        int end = 0;
        int at = 0;
        while (at < sql.length()) {
            int next = endOfToken(at);
            if (isPartOfStatement(at)) {
                end = next;
            }
            at = next;
        }
        return sql.substring(0, end).strip();
    }

    private boolean isPartOfStatement(int at) {
        char c = sql.charAt(at);
        return !Character.isWhitespace(c) && c != ';' && !sql.startsWith("--", at) && !sql.startsWith("/*", at);
    }

    private int endOfToken(int at) {
        return switch (sql.charAt(at)) {
            case '\'' -> isEscapeString(at) ? endOfEscapeString(at + 1) : behind("'", at + 1);
            case '"' -> behind("\"", at + 1);
            case '$' -> endOfDollarQuote(at);
            case '-' -> sql.startsWith("--", at) ? behind("\n", at) : at + 1;
            case '/' -> sql.startsWith("/*", at) ? endOfBlockComment(at) : at + 1;
            default -> at + 1;
        };
    }

    private int behind(String what, int from) {
        int found = sql.indexOf(what, from);
        return found < 0 ? sql.length() : found + what.length();
    }

    private boolean isEscapeString(int quote) {
        return quote > 0 && Character.toLowerCase(sql.charAt(quote - 1)) == 'e' && !isInName(quote - 2);
    }

    private int endOfEscapeString(int from) {
        int at = from;
        while (at < sql.length() && sql.charAt(at) != '\'') {
            at += sql.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, sql.length());
    }

    private int endOfDollarQuote(int at) {
        Matcher quote = DOLLAR_QUOTE.matcher(sql).region(at, sql.length());
        return !isInName(at - 1) && quote.lookingAt() ? behind(quote.group(), quote.end()) : at + 1;
    }

    /** Block comments nest. */
    private int endOfBlockComment(int from) {
        int depth = 1;
        int at = from + 2;
        while (at < sql.length() && depth > 0) {
            boolean opens = sql.startsWith("/*", at);
            boolean closes = sql.startsWith("*/", at);
            depth += (opens ? 1 : 0) - (closes ? 1 : 0);
            at += opens || closes ? 2 : 1;
        }
        return Math.min(at, sql.length());
    }

    private boolean isInName(int at) {
        return at >= 0 && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_' || sql.charAt(at) == '$');
    }
}
