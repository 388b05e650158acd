package dev.sluice.cli;

import dev.sluice.Time;
import dev.sluice.job.JobIdentity;
import dev.sluice.job.Variables;
import dev.sluice.job.Workspace;
import dev.sluice.realtime.JobFolder;
import dev.sluice.testkit.ShopDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A workspace in a folder for temporary files: data sources, a batch job for each table of the shop, and a real-time job for
 * all of them.
 */
final class DemoWorkspace implements AutoCloseable {
    /** The file of the real-time job. */
    static final String LIVE_JOB = "live.json";

    private static final String LIVE_ID = "shop_live";

    private static final String LIVE = """
            // Copies every table of the schema public from shop to live, and then brings over every change.
            {
              "Id": "shop_live",
              "Name": "shop live",
              "JobType": "DatabaseRealtimeMigration",
              "MigrationType": "FullAndRealtimeIncremental",
              "SourceDataSourceSettings": [{"DataSourceName": "shop"}],
              "DestinationDataSourceSettings": [{"DataSourceName": "live"}],
              "TableMappings": [
                {"SourceObjectSelectionRules": [
                  {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                  {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Regex", "Expression": ".*"}]}
              ],
              "JobSettings": {
                // Stated for you to change; AddColumn and TruncateTable are Normal without a word.
                "DdlHandlingSettings": [
                  {"Type": "DropColumn", "Action": "Normal"},
                  {"Type": "CreateTable", "Action": "Normal"}],
                "RuntimeSettings": [{"Name": "runtime.offline.concurrent", "Value": "2"}]
              }
            }
            """;

    /** Rows of the others cannot be deleted before a second run: there are rows that refer to them. */
    private static final List<String> REFERRED_TO_BY_NONE = List.of("order_items", "Reviews");

    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final int MOST_GLANCES = 200;

    private final Path folder;
    private final Thread remover = new Thread(this::remove, "sluice-demo-remover");

    private DemoWorkspace(Path folder) {
        this.folder = folder;
    }

    static DemoWorkspace make(DemoServers servers) throws IOException {
        DemoWorkspace workspace = new DemoWorkspace(Files.createTempDirectory("sluice-demo-"));
        Runtime.getRuntime().addShutdownHook(workspace.remover);
        workspace.writeDataSource("shop", servers.source());
        workspace.writeDataSource("copy", servers.destination());
        workspace.writeDataSource("live", servers.live());
        for (String table : tables()) {
            workspace.write("jobs/" + jobFile(table), job(table));
        }
        workspace.write("jobs/" + LIVE_JOB, LIVE);
        return workspace;
    }

    /** Returns the names of the tables, those that others refer to first. */
    static List<String> tables() {
        return ShopDatabase.TABLES.stream().map(name -> name.replace("\"", "")).toList();
    }

    static String jobFile(String table) {
        return table.toLowerCase(Locale.ROOT) + ".json";
    }

    Path folder() {
        return folder;
    }

    Workspace workspace() {
        return Workspace.of(folder, Map.of());
    }

    /** Returns a job of it, as the commands read it. */
    JobSource job(String file, Surroundings surroundings) {
        Variables variables = Variables.of(Map.of(), surroundings.time().now(), surroundings.zone());
        return new JobSource(folder.resolve("jobs").resolve(file), workspace(), variables);
    }

    private void writeDataSource(String name, DemoServers.Side side) throws IOException {
        TestingPostgres server = side.server();
        write("datasources/" + name + ".json", """
                {
                  "name": "%s",
                  "type": "postgresql",
                  "address": [{"host": "%s", "port": %s}],
                  "database": "%s",
                  "username": "%s",
                  "password": "%s"
                }
                """.formatted(
                        name,
                        server.host(),
                        Integer.toString(server.port()),
                        side.database().name(),
                        server.user(),
                        server.password()));
    }

    private static String job(String table) {
        String preSql = REFERRED_TO_BY_NONE.contains(table) ? "\"preSql\": [\"delete from @table\"], " : "";
        return """
                // Copies the table %1$s from shop to copy, in two channels.
                {
                  "type": "job",
                  "version": "2.0",
                  "steps": [
                    {
                      "stepType": "postgresql", "name": "Reader", "category": "reader",
                      "parameter": {"datasource": "shop", "table": "%1$s", "column": ["*"]}
                    },
                    {
                      "stepType": "postgresql", "name": "Writer", "category": "writer",
                      "parameter": {"datasource": "copy", "table": "%1$s", "column": ["*"], %2$s"writeMode": "copy"}
                    }
                  ],
                  "setting": {"errorLimit": {"record": 0}, "speed": {"concurrent": 2}},
                  "order": {"hops": [{"from": "Reader", "to": "Writer"}]}
                }
                """.formatted(table, preSql);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void remove() {
        awaitIdle();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A signal stops the real-time job and calls this at once: what still runs still writes. */
    private void awaitIdle() {
        JobFolder job = JobFolder.of(workspace(), new JobIdentity(LIVE_ID, LIVE_ID, Optional.empty()));
        try {
            for (int glances = 0; glances < MOST_GLANCES && job.isHeld(); glances++) {
                Time.system().sleep(GLANCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(remover);
    }
}
