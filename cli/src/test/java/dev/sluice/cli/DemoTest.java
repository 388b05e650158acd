package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    @Test
    void copiesTheShopAndFollowsItAndComparesBothSides() {
        Outcome outcome = TestWorkspace.sluice(Map.of(), "demo");

        assertThat(outcome).as(outcome.err()).returns(0, Outcome::exitCode).returns("", Outcome::err);
        assertThat(outcome.out()).contains("source       PostgreSQL 16", "destination  PostgreSQL 18");
        for (String table : DemoWorkspace.tables()) {
            assertThat(outcome.out().lines().filter(line -> line.startsWith("  " + table + " ")))
                    .hasSize(3)
                    .filteredOn(line -> line.endsWith("checksums equal"))
                    .hasSize(2);
        }
        assertThat(outcome.out()).contains("60,000 rows there,   60,000 here", "./sluice demo --keep");
        assertThat(outcome.out()).contains("60,002 rows there,   60,002 here");
        for (DemoChange change : DemoChange.all()) {
            assertThat(outcome.out()).containsPattern(Pattern.quote(change.text()) + " +seen after +\\d+ ms");
        }
        assertThat(outcome.out())
                .contains(
                        "public.customers: first copy done, 10,000 rows",
                        "Slot         di_slot_shop_live, read from now")
                .containsPattern("5 of 5 tables have their first copy .* to the position ");
    }

    @Test
    void keepsServersAndFilesUntilASignal(@TempDir Path folder) throws Exception {
        Path workspace;
        try (SluiceProcess process = SluiceProcess.start(folder, "demo", "--keep")) {
            workspace = folderOf(process.awaitOutput("to be changed as you like"));
            assertThat(run("order_items.json", workspace)).returns(0, Outcome::exitCode);
            Outcome second = run("products.json", workspace);
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("TOO_MANY_DIRTY_ROWS", "duplicate key");
            assertThat(status(workspace).out()).contains("State        live", "public.order_items");

            process.signal("INT");
            assertThat(process.outcome()).returns(130, Outcome::exitCode).returns("", Outcome::err);
        }
        assertThat(workspace).doesNotExist();
    }

    private static Path folderOf(String guide) {
        return Path.of(guide.replaceAll("(?s).*The jobs and data sources are in (\\S+),.*", "$1"));
    }

    private static Outcome status(Path workspace) {
        return TestWorkspace.sluice(Map.of(), "status", "live.json", "--workspace", workspace.toString());
    }

    private static Outcome run(String job, Path workspace) {
        return TestWorkspace.sluice(Map.of(), "run", job, "--workspace", workspace.toString());
    }
}
