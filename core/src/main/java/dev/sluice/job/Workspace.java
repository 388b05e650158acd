package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder with {@code datasources/}, {@code jobs/} and the state folder {@code .sluice/}. Immutable; files are read when they are asked for.
 */
public final class Workspace {
    private final Path folder;
    private final DataSourceParser parser;

    private Workspace(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.parser = new DataSourceParser(environment);
    }

    /** Returns the workspace in a folder; {@code environment} gives the values of {@code ${env:NAME}} in data source files. */
    public static Workspace of(Path folder, Map<String, String> environment) {
        return new Workspace(folder, environment);
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Returns the folder of the job files. */
    public Path jobs() {
        return folder.resolve("jobs");
    }

    /** Returns the folder of the data source files. */
    public Path dataSources() {
        return folder.resolve("datasources");
    }

    /** Returns the folder for what runs leave behind; whoever writes there creates it. */
    public Path state() {
        return folder.resolve(".sluice");
    }

    /**
     * Returns the names of the data sources that have a file, sorted.
     *
     * @throws SyncException with FILE_INVALID if the folder cannot be read
     */
    public List<String> dataSourceNames() {
        return List.copyOf(files().keySet());
    }

    /**
     * Returns a data source.
     *
     * @throws SyncException with FILE_INVALID if there is none of that name, or its file is wrong; the message says the nearest name, or
     *     every fault
     */
    public DataSource dataSource(String name) {
        Map<String, Path> files = files();
        Path file = files.get(name);
        if (file == null) {
            throw new SyncException(
                    ErrorCode.FILE_INVALID,
                    "There is no data source \"" + Shown.text(name) + "\" in " + dataSources() + "; "
                            + (files.isEmpty() ? "there are none" : Nearest.suggestion(name, files.keySet())),
                    "Create a file of that name with the ending .json, or correct the name in the job.",
                    null);
        }
        return parser.parse(JobText.of(file), dataSources());
    }

    /** Lists the files by name. Since names are looked up here and never made into paths, none leads out of the folder. */
    private Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        if (!Files.isDirectory(dataSources())) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(dataSources(), "*.{json,jsonc}")) {
            for (Path file : found) {
                Path twin = files.put(new JobText(file.toString(), "").stem(), file);
                if (twin != null) {
                    throw new SyncException(
                            ErrorCode.FILE_INVALID,
                            "Two files describe one data source: " + twin + " and " + file + ".",
                            "Keep one of them.",
                            null);
                }
            }
            return files;
        } catch (IOException | DirectoryIteratorException e) {
            String message = "The folder " + dataSources() + " cannot be read.";
            throw new SyncException(ErrorCode.FILE_INVALID, message, "Check that you may read it.", e);
        }
    }

    /**
     * Returns the data source of an endpoint.
     *
     * @throws SyncException as {@link #dataSource(String)} does
     */
    public DataSource resolve(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Inline inline
                ? inline.dataSource()
                : dataSource(((Endpoint.Named) endpoint).dataSource());
    }

    /** Returns the folder; the environment is not shown, it may hold secrets. */
    @Override
    public String toString() {
        return folder.toString();
    }
}
