package dev.sluice.job;

import java.util.regex.Pattern;

/** Fits pieces of a file into the one line of a message. */
final class Shown {
    private static final int LONGEST = 60;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Shown() {}

    /** Returns the beginning of a text, its line ends and other control characters replaced. */
    static String text(String text) {
        String beginning = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return CONTROL.matcher(beginning).replaceAll("?");
    }
}
