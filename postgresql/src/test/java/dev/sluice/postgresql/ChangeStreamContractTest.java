package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.contract.ChangeStreamContract;
import dev.sluice.testkit.contract.ChangeStreamEndContract;
import dev.sluice.testkit.contract.ChangeStreamFixture;
import dev.sluice.testkit.contract.StreamPositionContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What every source of a real-time job must do, whoever keeps transactions that are too large for the server's memory. */
final class ChangeStreamContractTest {
    private static final String KEPT_AT_SOURCE =
            "{\"RuntimeSettings\": [{\"Name\": \"sluice.large.transactions\", \"Value\": \"source\"}]}";

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @TempDir
    private Path folder;

    private ChangeStreamFixture source(String settings) {
        return new ContractChangeSource(databases, () -> folder, settings);
    }

    @AfterEach
    void nothingIsLeftOfLargeTransactions() {
        assertThat(folder).isEmptyDirectory();
    }

    @Nested
    final class Changes extends ChangeStreamContract {
        Changes() {
            super(source("{}"));
        }
    }

    @Nested
    final class ChangesKeptAtSource extends ChangeStreamContract {
        ChangesKeptAtSource() {
            super(source(KEPT_AT_SOURCE));
        }
    }

    @Nested
    final class Positions extends StreamPositionContract {
        Positions() {
            super(source("{}"));
        }
    }

    @Nested
    final class End extends ChangeStreamEndContract {
        End() {
            super(source("{}"));
        }
    }

    @Nested
    final class EndKeptAtSource extends ChangeStreamEndContract {
        EndKeptAtSource() {
            super(source(KEPT_AT_SOURCE));
        }
    }
}
