package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    @Test
    void copiesTheShopAndComparesBothSides() {
        Outcome outcome = TestWorkspace.sluice(Map.of(), "demo");

        assertThat(outcome).as(outcome.err()).returns(0, Outcome::exitCode).returns("", Outcome::err);
        assertThat(outcome.out()).contains("source       PostgreSQL 16", "destination  PostgreSQL 18");
        for (String table : DemoWorkspace.tables()) {
            assertThat(outcome.out().lines().filter(line -> line.strip().startsWith(table)))
                    .hasSize(2)
                    .last()
                    .asString()
                    .endsWith("checksums equal");
        }
        assertThat(outcome.out()).contains("60,000 rows there,   60,000 here", "./sluice demo --keep");
    }

    @Test
    void keepsServersAndFilesUntilASignal(@TempDir Path folder) throws Exception {
        Path workspace;
        try (SluiceProcess process = SluiceProcess.start(folder, "demo", "--keep")) {
            String guide = process.awaitOutput("to be changed as you like");
            workspace = Path.of(guide.replaceAll("(?s).*The jobs and data sources are in (\\S+),.*", "$1"));
            assertThat(run("order_items.json", workspace)).returns(0, Outcome::exitCode);
            Outcome second = run("customers.json", workspace);
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("TOO_MANY_DIRTY_ROWS", "duplicate key");

            process.signal("INT");
            assertThat(process.outcome().exitCode()).isEqualTo(130);
        }
        assertThat(workspace).doesNotExist();
    }

    private static Outcome run(String job, Path workspace) {
        return TestWorkspace.sluice(Map.of(), "run", job, "--workspace", workspace.toString());
    }
}
