package dev.sluice.testkit.contract;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The destination {@code stream} of real-time jobs: by itself, and with the progress that is noted beside it. */
final class StreamChangesContractTest {
    @TempDir
    private Path workspace;

    private ChangeSinkFixture noted() {
        return new NotedChanges(() -> workspace);
    }

    @Nested
    final class PrintedRows extends ChangeSinkContract {
        PrintedRows() {
            super(new PrintedChanges());
        }
    }

    @Nested
    final class NotedRows extends ChangeSinkContract {
        NotedRows() {
            super(noted());
        }
    }

    @Nested
    final class PrintedRollBack extends RollBackContract {
        PrintedRollBack() {
            super(new PrintedChanges());
        }
    }

    @Nested
    final class NotedRollBack extends RollBackContract {
        NotedRollBack() {
            super(noted());
        }
    }

    @Nested
    final class PrintedProgress extends ProgressContract {
        PrintedProgress() {
            super(new PrintedChanges());
        }
    }

    @Nested
    final class NotedProgress extends ProgressContract {
        NotedProgress() {
            super(noted());
        }
    }

    @Nested
    final class PrintedTables extends SinkTablesContract {
        PrintedTables() {
            super(new PrintedChanges());
        }
    }

    @Nested
    final class NotedTables extends SinkTablesContract {
        NotedTables() {
            super(noted());
        }
    }

    @Nested
    final class PrintedEnd extends ChangeSinkEndContract {
        PrintedEnd() {
            super(new PrintedChanges());
        }
    }

    @Nested
    final class NotedEnd extends ChangeSinkEndContract {
        NotedEnd() {
            super(noted());
        }
    }

    @Nested
    final class PrintedCancel extends ChangeSinkCancelContract {
        PrintedCancel() {
            super(new PrintedChanges());
        }
    }

    @Nested
    final class NotedCancel extends ChangeSinkCancelContract {
        NotedCancel() {
            super(noted());
        }
    }
}
