package dev.sluice.postgresql;

import java.util.List;

/**
 * What makes a staged row suspect of being refused.
 *
 * @param ground the reason that is foreseen
 * @param columns the written columns that the condition looks at
 * @param condition the condition as SQL on the staged row, which has the alias {@code s}
 */
record Suspicion(Ground ground, List<String> columns, String condition) {
    Suspicion {
        columns = List.copyOf(columns);
    }
}
