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
        SluiceProcess process = SluiceProcess.start(folder, "demo", "--keep");
        String guide = process.awaitOutput("Both servers run until you press Ctrl-C");
        Path workspace = Path.of(guide.replaceAll("(?s).*The jobs and data sources are in (\\S+),.*", "$1"));

        assertThat(workspace.resolve("jobs").resolve("order_items.json")).exists();
        Outcome again = TestWorkspace.sluice(Map.of(), "run", "order_items.json", "--workspace", workspace.toString());
        assertThat(again).as(again.err()).returns(0, Outcome::exitCode);
        Outcome dirty = TestWorkspace.sluice(Map.of(), "run", "customers.json", "--workspace", workspace.toString());
        assertThat(dirty.exitCode()).isEqualTo(1);
        assertThat(dirty.err()).contains("TOO_MANY_DIRTY_ROWS", "duplicate key");

        process.signal("INT");
        assertThat(process.outcome().exitCode()).isEqualTo(130);
        assertThat(workspace).doesNotExist();
        Outcome gone = TestWorkspace.sluice(Map.of(), "check", "customers.json", "--workspace", workspace.toString());
        assertThat(gone.exitCode()).isEqualTo(2);
    }
}
