package dev.sluice.cli;

import dev.sluice.job.Workspace;
import dev.sluice.testkit.ShopDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A workspace in a folder for temporary files: two data sources, and a job for each table of the shop. */
final class DemoWorkspace implements AutoCloseable {
    /** Rows of the others cannot be deleted before a second run: there are rows that refer to them. */
    private static final List<String> REFERRED_TO_BY_NONE = List.of("order_items", "Reviews");

    private final Path folder;
    private final Thread remover = new Thread(this::remove, "sluice-demo-remover");

    private DemoWorkspace(Path folder) {
        this.folder = folder;
    }

    static DemoWorkspace make(DemoServers servers) throws IOException {
        DemoWorkspace workspace = new DemoWorkspace(Files.createTempDirectory("sluice-demo-"));
        Runtime.getRuntime().addShutdownHook(workspace.remover);
        workspace.writeDataSource("shop", servers.source().server());
        workspace.writeDataSource("copy", servers.destination().server());
        for (String table : tables()) {
            workspace.write("jobs/" + jobFile(table), job(table));
        }
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

    private void writeDataSource(String name, TestingPostgres server) throws IOException {
        write("datasources/" + name + ".json", """
                {
                  "name": "%s",
                  "type": "postgresql",
                  "address": [{"host": "%s", "port": %s}],
                  "database": "shop",
                  "username": "%s",
                  "password": "%s"
                }
                """.formatted(
                        name, server.host(), Integer.toString(server.port()), server.user(), server.password()));
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
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(remover);
    }
}
