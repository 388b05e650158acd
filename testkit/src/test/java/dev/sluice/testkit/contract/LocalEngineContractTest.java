package dev.sluice.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.LocalEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The local engine, which besides leaves no thread behind. */
final class LocalEngineContractTest {
    @AfterEach
    void leavesNoThread() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("sluice-"));
    }

    @Nested
    final class Moves extends EngineContract {
        Moves() {
            super(new LocalEngine());
        }
    }

    @Nested
    final class End extends EngineEndContract {
        End() {
            super(new LocalEngine());
        }
    }
}
