package dev.sluice.job;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A file's text as it is on disk and as it is parsed, comments blanked and variables replaced, with the way from one to the other. */
final class Source {
    private final String fileName;
    private final String original;
    private final String expanded;
    private final NavigableMap<Integer, Replacement> replacements = new TreeMap<>();
    private final NavigableMap<Integer, Replacement> unresolved = new TreeMap<>();
    private final int[] lineStarts;

    Source(String fileName, String original, String expanded, List<Replacement> replacements) {
        this.fileName = fileName;
        this.original = original;
        this.expanded = expanded;
        for (Replacement replacement : replacements) {
            this.replacements.put(replacement.start(), replacement);
            if (replacement.resolution() instanceof Resolution.Missing) {
                unresolved.put(replacement.start(), replacement);
            }
        }
        this.lineStarts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.rangeClosed(1, original.length()).filter(this::startsLine))
                .toArray();
    }

    private boolean startsLine(int at) {
        char before = original.charAt(at - 1);
        boolean insideCrLf = before == '\r' && at < original.length() && original.charAt(at) == '\n';
        return before == '\n' || (before == '\r' && !insideCrLf);
    }

    String fileName() {
        return fileName;
    }

    /** Returns the text to parse. */
    String expanded() {
        return expanded;
    }

    /** Returns the place on disk of an offset of the expanded text. */
    Position position(int offset) {
        int onDisk = onDisk(offset);
        int found = Arrays.binarySearch(lineStarts, onDisk);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, onDisk - lineStarts[line] + 1);
    }

    private int onDisk(int offset) {
        Map.Entry<Integer, Replacement> before = replacements.floorEntry(offset);
        if (before == null) {
            return offset;
        }
        Replacement replacement = before.getValue();
        return offset < replacement.end()
                ? replacement.originalStart()
                : replacement.originalEnd() + offset - replacement.end();
    }

    /** Returns whether a variable without a value stands between two offsets of the expanded text. */
    boolean unresolvedWithin(int start, int end) {
        return within(unresolved, start, end);
    }

    /** Returns whether anything between two offsets of the expanded text came out of a variable. */
    boolean replacedWithin(int start, int end) {
        return within(replacements, start, end);
    }

    private static boolean within(NavigableMap<Integer, Replacement> places, int start, int end) {
        Integer next = places.ceilingKey(start);
        return next != null && next < end;
    }

    /** Returns whether a value that must not be shown stands between two offsets of the expanded text. */
    boolean hiddenWithin(int start, int end) {
        return replacementsWithin(start, end).stream()
                .anyMatch(replacement -> replacement.resolution() instanceof Resolution.Hidden);
    }

    /** Returns the replacement whose value covers an offset of the expanded text. */
    Optional<Replacement> replacementAt(int offset) {
        return Optional.ofNullable(replacements.floorEntry(offset))
                .map(Map.Entry::getValue)
                .filter(replacement -> offset < replacement.end());
    }

    /** Returns the replacements that begin between two offsets of the expanded text. */
    Collection<Replacement> replacementsWithin(int start, int end) {
        return Collections.unmodifiableCollection(
                replacements.subMap(start, Math.max(start, end)).values());
    }

    /** Returns the replacements in the order of the text. */
    Collection<Replacement> replacements() {
        return Collections.unmodifiableCollection(replacements.values());
    }

    /** Returns what the file has on disk between two offsets of the expanded text. */
    String onDisk(int start, int end) {
        return original.substring(onDisk(start), onDisk(end));
    }

    /** Returns how the file writes a reference. */
    String reference(Replacement replacement) {
        return original.substring(replacement.originalStart(), replacement.originalEnd());
    }

    /** A place in a file, both numbers from 1. */
    record Position(int line, int column) {}

    /**
     * A reference in the text.
     *
     * @param start where its value begins in the expanded text
     * @param end where that ends, exclusive
     * @param originalStart where the reference begins on disk
     * @param originalEnd where that ends, exclusive
     * @param resolution what it stands for
     */
    record Replacement(int start, int end, int originalStart, int originalEnd, Resolution resolution) {}
}
