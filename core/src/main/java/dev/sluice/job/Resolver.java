package dev.sluice.job;

import java.util.Optional;

/** Knows what references stand for. Implementations are immutable. */
interface Resolver {
    /** Returns what a reference stands for. */
    Resolution resolve(Reference reference);

    /** A longer value is no variable's; the bound keeps parameters that use each other from growing without end. */
    int LONGEST_FILLED = 65_536;

    /** Replaces the references of a text that is not JSON; empty if one of them has no value, or the whole gets too long. */
    default Optional<String> fill(String text) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            Optional<Reference> reference = text.charAt(at) == '$' ? Reference.at(text, at) : Optional.empty();
            Resolution resolution = reference.map(this::resolve).orElse(Resolution.KEPT);
            if (resolution instanceof Resolution.Missing || filled.length() > LONGEST_FILLED) {
                return Optional.empty();
            }
            if (resolution instanceof Resolution.Value value) {
                filled.append(value.inserted());
                at = reference.orElseThrow().end();
            } else {
                filled.append(text.charAt(at));
                at++;
            }
        }
        return Optional.of(filled.toString());
    }
}
