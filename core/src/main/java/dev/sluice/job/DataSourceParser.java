package dev.sluice.job;

import dev.sluice.SyncException;
import java.nio.file.Path;
import java.util.Map;

/** Reads data source files. Immutable and safe for use by several threads. */
public final class DataSourceParser {
    private final Resolver environment;

    /** Creates a parser; {@code environment} gives the values of {@code ${env:NAME}}. */
    public DataSourceParser(Map<String, String> environment) {
        this.environment = new EnvironmentVariables(Map.copyOf(environment));
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
        Definition<DataSource> definition = DataSourceKeys.definition(folder, text.stem());
        return document.reading().result(document.root().flatMap(root -> definition.read(root, document.reading())));
    }
}
