package dev.sluice.job;

import dev.sluice.SyncException;
import java.nio.file.Path;
import java.util.Map;

/** Reads data source files. Immutable and safe for use by several threads. */
public final class DataSourceParser {
    private final Resolver environment;
    private final Seal seal;

    /**
     * Creates a parser of files that belong to no workspace.
     *
     * @param environment gives the values of {@code ${env:NAME}}, and {@code SLUICE_KEY}, the only key for sealed secrets
     */
    public DataSourceParser(Map<String, String> environment) {
        this(environment, Seal.of(environment));
    }

    /** Creates a parser; {@code environment} gives the values of {@code ${env:NAME}}, {@code seal} opens sealed secrets. */
    DataSourceParser(Map<String, String> environment, Seal seal) {
        this(new EnvironmentVariables(Map.copyOf(environment)), seal);
    }

    private DataSourceParser(Resolver environment, Seal seal) {
        this.environment = environment;
        this.seal = seal;
    }

    /** Returns a parser for the same environment with another seal. */
    DataSourceParser with(Seal another) {
        return new DataSourceParser(environment, another);
    }

    /**
     * Reads a data source.
     *
     * @param text the file; its name without ending is the data source's
     * @param folder the folder that relative paths in the file start from
     * @throws SyncException with FILE_INVALID if there is a fault; the message lists every one
     */
    public DataSource parse(JobText text, Path folder) {
        return JobFaults.orThrow(text, read(text, folder));
    }

    /** Reads a data source and returns it, or all faults as data; the parameters are those of {@link #parse}. Never throws. */
    public ParseResult<DataSource> read(JobText text, Path folder) {
        Document document = Document.of(text, environment);
        Definition<DataSource> definition =
                DataSourceKeys.definition(folder, new FileSecrets(seal, text.stem(), text.fileName()));
        return document.reading().result(document.root().flatMap(root -> definition.read(root, document.reading())));
    }
}
