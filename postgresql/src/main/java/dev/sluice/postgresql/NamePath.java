package dev.sluice.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
        String name = text.strip();
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' && quoted && i + 1 < name.length() && name.charAt(i + 1) == '"') {
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
        return quoted ? new NamePath(List.of(name), text) : new NamePath(parts, text);
    }

    /**
     * Finds the one of {@code names} that this means where only names without a path are: exactly this one, or, for a
     * name without quotes, what PostgreSQL would take it for.
     */
    Optional<String> among(List<String> names) {
        List<String> meant = new ArrayList<>();
        if (parts.size() == 1) {
            meant.add(last());
        }
        meant.add(text);
        meant.add(text.strip());
        if (!text.strip().startsWith("\"")) {
            meant.add(text.strip().toLowerCase(Locale.ROOT));
        }
        return meant.stream().filter(names::contains).findFirst();
    }

    /** Returns the last part, the table's or the column's own name. */
    String last() {
        return parts.get(parts.size() - 1);
    }
}
