package dev.sluice.cli;

import dev.sluice.Time;
import dev.sluice.postgresql.PostgresConnector;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalInt;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Does what most starts do, as far as that goes without a server, so that the virtual machine can keep the classes
 * prepared for later starts ({@code -XX:ArchiveClassesAtExit}). The start script calls it once after a build.
 */
public final class Rehearsal {
    private static final String COPY = """
            {"type": "job", "version": "2.0", "steps": [
              {"stepType": "postgresql", "name": "in", "category": "reader",
               "parameter": {"datasource": "nobody", "table": "t", "column": ["*"]}},
              {"stepType": "postgresql", "name": "out", "category": "writer",
               "parameter": {"datasource": "nobody", "table": "t", "column": ["*"]}}],
             "order": {"hops": [{"from": "in", "to": "out"}]}}
            """;

    private static final String NOBODY = """
            {"name": "nobody", "type": "postgresql", "username": "nobody", "database": "nobody",
             "address": [{"host": "127.0.0.1", "port": 1}]}
            """;

    private static final String MADE_UP = """
            {"type": "job", "version": "2.0", "steps": [
              {"stepType": "stream", "name": "in", "category": "reader",
               "parameter": {"column": [{"value": "1", "type": "long"}], "sliceRecordCount": 1000}},
              {"stepType": "stream", "name": "out", "category": "writer", "parameter": {"print": true}}],
             "order": {"hops": [{"from": "in", "to": "out"}]}}
            """;

    private Rehearsal() {}

    /** Runs the rehearsal; {@code arguments[0]} is an empty folder for it. */
    public static void main(String[] arguments) throws IOException, URISyntaxException, ClassNotFoundException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder.resolve("datasources"));
        Files.writeString(folder.resolve("datasources").resolve("nobody.json"), NOBODY);
        sluice("check", Files.writeString(folder.resolve("copy.json"), COPY), folder);
        sluice("run", Files.writeString(folder.resolve("made-up.json"), MADE_UP), folder);
        loadJarOf(Class.forName("org.postgresql.Driver"), "org/postgresql/(core|copy|jdbc|util|shaded)/.*");
        loadJarOf(PostgresConnector.class, ".*");
        loadJarOf(Sluice.class, "dev/.*");
    }

    private static void sluice(String verb, Path job, Path folder) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Surroundings surroundings = new Surroundings(
                new Input(Map.of(), new ProcessAnswers()),
                nowhere,
                OutputStream.nullOutputStream(),
                nowhere,
                OptionalInt.empty(),
                Time.system(),
                ZoneOffset.UTC);
        Sluice.commandLine(surroundings).execute(verb, job.toString(), "--workspace", folder.toString());
    }

    /** Loads the classes that only a server's answers would bring in. */
    private static void loadJarOf(Class<?> one, String names) throws IOException, URISyntaxException {
        Path jar =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile file = new JarFile(jar.toFile());
                Stream<JarEntry> entries = file.stream()) {
            entries.map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && name.matches(names))
                    .forEach(Rehearsal::load);
        }
    }

    private static void load(String entry) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, Rehearsal.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It wants a library that is not there, so no start will load it either.
        }
    }
}
