package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.Workspace;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
    private static final ZonedDateTime BEGIN = ZonedDateTime.parse("2026-01-31T23:59:58.999+08:00[Asia/Shanghai]");

    @Test
    void givesTwoRunsOfOneSecondAFolderEach(@TempDir Path workspace) {
        Path first = dirtyFile(workspace);
        Path second = dirtyFile(workspace);

        Path runs = workspace.resolve(".sluice").resolve("runs");
        assertThat(first).isEqualTo(runs.resolve("20260131-235958-orders").resolve("dirty.jsonl"));
        assertThat(second).isEqualTo(runs.resolve("20260131-235958-orders-2").resolve("dirty.jsonl"));
        assertThat(first.getParent()).isDirectory();
        assertThat(second.getParent()).isDirectory();
    }

    private static Path dirtyFile(Path workspace) {
        return RunFolder.make(Workspace.of(workspace, Map.of()), "orders", BEGIN)
                .dirtyFile();
    }
}
