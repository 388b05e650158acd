package dev.sluice.cli;

import dev.sluice.Time;
import dev.sluice.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A workspace in a folder of a test, and the command line, run in this process. */
final class TestWorkspace {
    private final Path folder;

    TestWorkspace(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Writes a data source file for a database and its superuser. */
    void dataSource(String name, TestDatabase database) {
        dataSource(name, database, database.server().user(), database.server().password());
    }

    /** Writes a data source file for a database and anybody. */
    void dataSource(String name, TestDatabase database, String user, String password) {
        dataSource(name, database.server().port(), database.name(), user, password);
    }

    /** Writes a data source file. */
    void dataSource(String name, int port, String database, String user, String password) {
        write("datasources/" + name + ".json", """
                {"name": "%s", "type": "postgresql", "address": [{"host": "localhost", "port": %s}],
                 "database": "%s", "username": "%s", "password": "%s"}
                """.formatted(name, Integer.toString(port), database, user, password));
    }

    /** Writes any file of the workspace and returns its path. */
    Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folders that runs have left, sorted by name. */
    List<Path> runs() {
        Path runs = folder.resolve(".sluice").resolve("runs");
        if (!Files.exists(runs)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(runs)) {
            return found.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command with this folder as its workspace. */
    Outcome sluice(String... arguments) {
        return sluice(Map.of("SLUICE_WORKSPACE", folder.toString()), arguments);
    }

    /** Runs a command with this folder as its workspace, on a terminal of so many columns. */
    Outcome onTerminal(int columns, String... arguments) {
        return sluice(Map.of("SLUICE_WORKSPACE", folder.toString()), OptionalInt.of(columns), arguments);
    }

    /** Runs a command with this folder as its workspace, for a user who answers. */
    Outcome answering(Answers answers, String... arguments) {
        return sluice(
                new Input(Map.of("SLUICE_WORKSPACE", folder.toString()), answers), OptionalInt.empty(), arguments);
    }

    /** Runs a command. */
    static Outcome sluice(Map<String, String> environment, String... arguments) {
        return sluice(environment, OptionalInt.empty(), arguments);
    }

    private static Outcome sluice(Map<String, String> environment, OptionalInt columns, String... arguments) {
        return sluice(new Input(environment, new ScriptedAnswers()), columns, arguments);
    }

    /** Runs a command for a user with an environment who answers. */
    static Outcome sluice(Input input, OptionalInt columns, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                input,
                new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true),
                out,
                new PrintWriter(err),
                columns,
                Time.system(),
                ZoneId.of("Asia/Shanghai"));
        int exitCode = Sluice.commandLine(surroundings).execute(arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
    }
}
