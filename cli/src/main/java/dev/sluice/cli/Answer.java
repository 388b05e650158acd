package dev.sluice.cli;

import dev.sluice.SyncException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What somebody said who was asked, or why he said nothing.
 *
 * @param known what he said
 * @param error why he said nothing
 */
record Answer<T>(Optional<T> known, Optional<SyncException> error) {
    static <T> Answer<T> of(Supplier<T> question) {
        try {
            return new Answer<>(Optional.of(question.get()), Optional.empty());
        } catch (SyncException e) {
            return new Answer<>(Optional.empty(), Optional.of(e));
        }
    }

    /** Fails where nothing was said. */
    void require() {
        error.ifPresent(problem -> {
            throw problem;
        });
    }
}
