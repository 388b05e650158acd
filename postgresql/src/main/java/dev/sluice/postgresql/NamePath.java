package dev.sluice.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A name as a job file has it, cut at its dots: {@code public.orders}, {@code "123Test"}, {@code sales."Order.Items"}.
 * A part in double quotes means what is between them; a part without means itself, upper case and all.
 *
 * @param parts the parts without quotes, at least one
 * @param text the name as it was written
 */
record NamePath(List<String> parts, String text) {
    NamePath {
        parts = List.copyOf(parts);
    }

    static NamePath parse(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                part.append('"');
                i++;
            } else if (c == '"' && (quoted || part.isEmpty())) {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return quoted ? new NamePath(List.of(text), text) : new NamePath(parts, text);
    }

    /**
     * Returns what this can mean, the likeliest first: exactly what is written, the same as one name with dots in it, both
     * without the blanks around, and, where nothing is quoted, what PostgreSQL would take it for.
     */
    List<NamePath> readings() {
        String bare = text.strip();
        List<NamePath> readings = new ArrayList<>(
                List.of(this, parse(bare), new NamePath(List.of(text), text), new NamePath(List.of(bare), text)));
        if (bare.indexOf('"') < 0) {
            readings.add(parse(bare.toLowerCase(Locale.ROOT)));
        }
        return readings;
    }

    /** Returns the name as SQL. */
    String quoted() {
        return parts.stream().map(Quoting::identifier).collect(Collectors.joining("."));
    }

    /** Finds the one of {@code names} that this means where there are only names without a path. */
    Optional<String> among(List<String> names) {
        return readings().stream()
                .filter(path -> path.parts().size() == 1)
                .map(NamePath::last)
                .filter(names::contains)
                .findFirst();
    }

    /** Returns the last part, the table's or the column's own name. */
    String last() {
        return parts.get(parts.size() - 1);
    }
}
