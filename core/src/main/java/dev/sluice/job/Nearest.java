package dev.sluice.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a user most likely meant: the known word with the fewest typing slips to a wrong one. */
public final class Nearest {
    private static final int LONGEST_WORD = 60;

    private Nearest() {}

    /** Returns the nearest known word, if one is near enough to be meant; upper and lower case do not count. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> slips(word, candidate) <= bearable(word, candidate))
                .min(Comparator.comparingInt((String candidate) -> slips(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A third of the letters may be wrong, but never all of them. */
    private static int bearable(String word, String candidate) {
        int letters = Math.min(word.length(), candidate.length());
        return Math.min(Math.max(1, word.length() / 3), letters - 1);
    }

    /** Says what is allowed: the nearest word where there is one, all words else. */
    static String suggestion(String word, Collection<String> known) {
        return to(word, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElseGet(() -> "allowed: " + String.join(", ", known));
    }

    /** Counts slips by the restricted Damerau-Levenshtein distance: a letter too many, too few, wrong, or two swapped. */
    private static int slips(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : cell(distance, a, b, i, j);
            }
        }
        return distance[a.length()][b.length()];
    }

    private static int cell(int[][] distance, String a, String b, int i, int j) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(distance[i - 1][j], distance[i][j - 1]) + 1, distance[i - 1][j - 1] + same);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
    }
}
