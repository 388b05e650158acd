package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells its reader to write down and to type. */
final class ReadmeTest {
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void theFirstJobWorks(@TempDir Path folder) throws IOException, SQLException {
        String readme =
                Files.readString(Files.exists(Path.of("README.md")) ? Path.of("README.md") : Path.of("../README.md"));
        List<String> files =
                JSON.matcher(readme).results().map(MatchResult::group).toList();
        assertThat(files).hasSize(2);
        TestWorkspace workspace = new TestWorkspace(folder);
        try (TestDatabase source = TestingPostgres.shared().newDatabase();
                TestDatabase destination = TestingPostgres.shared().newDatabase()) {
            String table =
                    "create table orders (id int primary key, customer_id int, total numeric, created_at timestamp)";
            source.execute(table, "insert into orders values (1, 1, 9.5, '2026-01-30'), (2, 1, 3, '2026-01-31 12:00')");
            destination.execute(table, "insert into orders values (2, 7, 7, '2026-01-31 12:00')");
            workspace.write(
                    "datasources/shop.json",
                    text(files.get(0))
                            .replace("db.example.com", source.server().host())
                            .replace("5432", Integer.toString(source.server().port()))
                            .replace("\"database\": \"shop\"", "\"database\": \"" + source.name() + "\"")
                            .replace("\"reader\"", "\"" + source.server().user() + "\""));
            workspace.dataSource("warehouse", destination);
            Path job = workspace.write("jobs/orders.json", text(files.get(1)));
            Map<String, String> environment =
                    Map.of("SHOP_PASSWORD", source.server().password(), "SLUICE_WORKSPACE", folder.toString());

            Outcome check = TestWorkspace.sluice(environment, "check", job.toString(), "-p", "day=2026-01-31");
            Outcome run = TestWorkspace.sluice(environment, "run", job.toString(), "-p", "day=2026-01-31");

            assertThat(check).as(check.out() + check.err()).returns(0, Outcome::exitCode);
            assertThat(run).as(run.err()).returns(0, Outcome::exitCode);
            assertThat(destination.query("select id, customer_id from orders")).containsExactly(List.of("2", "1"));
        }
    }

    private static String text(String block) {
        return block.substring("```json\n".length(), block.length() - "```".length());
    }
}
