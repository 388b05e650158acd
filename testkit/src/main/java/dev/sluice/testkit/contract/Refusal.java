package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What is said where something is asked for that is not to be had.
 *
 * @param code the error's code
 * @param message a part of its message
 */
public record Refusal(ErrorCode code, String message) {
    void assertThrownBy(ThrowingCallable work) {
        assertIs(catchThrowable(work));
    }

    void assertIs(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
