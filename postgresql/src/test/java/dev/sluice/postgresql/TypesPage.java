package dev.sluice.postgresql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of docs/types.md: one for each origin of types, one line for each type. */
final class TypesPage {
    private final List<String> paths;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** {@code paths} names the columns that say how a type fared. */
    TypesPage(List<String> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * A type.
     *
     * @param since the first version of PostgreSQL that has it
     * @param wire the form in which it travels, and why if it is text
     * @param printed a value as the stream writer prints it
     * @param outcomes how it fared on each path
     */
    record Line(TypeNames.Origin origin, String name, int since, String wire, String printed, List<String> outcomes) {
        Line {
            outcomes = List.copyOf(outcomes);
        }

        String markdown() {
            String cells = String.join(" | ", outcomes);
            return "| %s | %s | %s | %s | %s |%n".formatted(name, since > 10 ? since : "", wire, code(printed), cells);
        }

        private static String code(String text) {
            String fence = text.contains("`") ? "``" : "`";
            return text.isEmpty() ? "" : fence + text.replace("|", "\\|") + fence;
        }
    }

    /** Adds a line; of two for one type the first stays. */
    void add(Line line) {
        lines.putIfAbsent(line.origin() + " " + line.name(), line);
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (TypeNames.Origin origin : TypeNames.Origin.values()) {
            text.append("\n## ").append(origin.title()).append("\n\n");
            text.append("| type | since | travels as | printed, for example | ")
                    .append(String.join(" | ", paths))
                    .append(" |\n|---|---|---|---|")
                    .append("---|".repeat(paths.size()))
                    .append('\n');
            text.append(lines.values().stream()
                    .filter(line -> line.origin() == origin)
                    .map(Line::markdown)
                    .collect(Collectors.joining()));
        }
        return text.toString();
    }
}
