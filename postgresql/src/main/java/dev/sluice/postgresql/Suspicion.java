package dev.sluice.postgresql;

import java.util.List;
import java.util.Optional;

/**
 * What makes a staged row suspect of being refused.
 *
 * @param ground the reason that is foreseen
 * @param columns the written columns that the condition looks at
 * @param condition the condition as SQL on the staged row, which has the alias {@code s}
 * @param shortcut the same condition in another form
 */
record Suspicion(Ground ground, List<String> columns, String condition, Optional<Shortcut> shortcut) {
    /**
     * A condition that says the same and costs less at times.
     *
     * @param test whether it costs less for what is staged, as an SQL expression
     */
    record Shortcut(String test, String condition) {}

    Suspicion {
        columns = List.copyOf(columns);
    }

    Suspicion(Ground ground, List<String> columns, String condition) {
        this(ground, columns, condition, Optional.empty());
    }
}
