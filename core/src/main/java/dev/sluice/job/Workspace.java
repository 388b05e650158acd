package dev.sluice.job;

import dev.sluice.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder with {@code datasources/}, {@code jobs/} and the state folder {@code .sluice/}. Immutable; files are read when they are asked for.
 */
public final class Workspace {
    private final Path folder;
    private final Seal seal;
    private final DataSourceParser parser;

    private Workspace(Path folder, Seal seal, DataSourceParser parser) {
        this.folder = folder;
        this.seal = seal;
        this.parser = parser;
    }

    /** Returns the workspace in a folder; {@code environment} gives the values of {@code ${env:NAME}} in data source files. */
    public static Workspace of(Path folder, Map<String, String> environment) {
        Seal seal = Seal.of(stateOf(folder).resolve("key"), Map.copyOf(environment));
        return new Workspace(folder, seal, new DataSourceParser(environment, seal));
    }

    /**
     * Returns this workspace with a key in memory, where it has none yet: to try what is sealed before a key is made for good.
     * Nothing else opens what that key seals.
     */
    public Workspace forTrial() {
        if (seal.hasKey()) {
            return this;
        }
        Seal passing = Seal.passing();
        return new Workspace(folder, passing, parser.with(passing));
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
        return stateOf(folder);
    }

    private static Path stateOf(Path folder) {
        return folder.resolve(".sluice");
    }

    /** Returns what seals and opens secrets here: its key is in the state folder, or in {@code SLUICE_KEY}. */
    public Seal seal() {
        return seal;
    }

    /**
     * Returns the names of the data sources that have a file, sorted.
     *
     * @throws SyncException with FILE_INVALID if the folder cannot be read
     */
    public List<String> dataSourceNames() {
        return List.copyOf(folderOfSources().files().keySet());
    }

    /**
     * Returns a data source.
     *
     * @throws SyncException with FILE_INVALID if there is none of that name, or its file is wrong; the message says the nearest name, or
     *     every fault
     */
    public DataSource dataSource(String name) {
        return parser.parse(JobText.of(folderOfSources().file(name)), dataSources());
    }

    /**
     * Reads a text as if it were the file of a data source, which it may become.
     *
     * @throws SyncException with COMMAND_INVALID if there can be no file of that name
     */
    public ParseResult<DataSource> draft(String name, String text) {
        return parser.read(new JobText(dataSourceFile(name).toString(), text), dataSources());
    }

    /**
     * Returns the file that a data source has or would have.
     *
     * @throws SyncException with COMMAND_INVALID if there can be no file of that name
     */
    public Path dataSourceFile(String name) {
        return folderOfSources().place(name);
    }

    /**
     * Checks that a data source has a file.
     *
     * @throws SyncException with FILE_INVALID if it has none; the message says the nearest name
     */
    public void requireDataSource(String name) {
        folderOfSources().file(name);
    }

    /**
     * Writes the file of a data source, new or in place of the old one, so that its owner alone may read it and nobody ever
     * sees half of it.
     *
     * @throws SyncException with COMMAND_INVALID if there can be no file of that name, with FILE_NOT_WRITABLE if it cannot be
     *     written
     */
    public void saveDataSource(String name, String text) {
        folderOfSources().save(name, text);
    }

    /**
     * Deletes the file of a data source.
     *
     * @throws SyncException with FILE_INVALID if there is none of that name, with FILE_NOT_WRITABLE if it cannot be deleted
     */
    public void removeDataSource(String name) {
        folderOfSources().delete(name);
    }

    /**
     * Returns the job files that name a data source, sorted. One that gets the name out of a variable is not seen.
     *
     * @throws SyncException with FILE_INVALID if the folder of the jobs cannot be read
     */
    public List<Path> jobsWith(String dataSource) {
        return new JobSearch(dataSource).below(jobs());
    }

    private DataSourceFolder folderOfSources() {
        return new DataSourceFolder(dataSources());
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
