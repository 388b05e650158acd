package dev.sluice.stream;

import dev.sluice.job.Category;
import dev.sluice.job.Definition;
import dev.sluice.job.Key;
import dev.sluice.job.StepDefinition;
import dev.sluice.job.Values;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a job file says about rows that are only looked at.
 *
 * @param destination where they go
 * @param lines how they are written there
 */
record StreamWriterOptions(Destination destination, Lines lines) {
    /** Where rows go. */
    sealed interface Destination {
        /** They are counted and dropped. */
        record Nowhere() implements Destination {}

        /** They are printed. */
        record Output() implements Destination {}

        /** They are written to a file, which is replaced. */
        record File(Path path) implements Destination {}
    }

    /**
     * How rows are written.
     *
     * @param delimiter what stands between two fields
     * @param nullText what stands for NULL
     */
    record Lines(String delimiter, String nullText) {}

    private static final Key<Boolean> PRINT = Key.bool(
                    "print", "Whether to print the rows; otherwise they are dropped.")
            .defaultTo(true);
    private static final Key<String> FIELD_DELIMITER =
            Key.string("fieldDelimiter", "What stands between two fields.").defaultTo("\t");
    private static final Key<String> NULL_FORMAT =
            Key.string("nullFormat", "What stands for NULL.").defaultTo("null");
    private static final Key<String> PATH = Key.string(
                    "path", "With `fileName`: a folder for a file to write to instead of printing; made when missing.")
            .emptyIsAbsent();
    private static final Key<String> FILE_NAME = Key.string(
                    "fileName", "With `path`: the file's name; a file of that name is replaced.")
            .emptyIsAbsent();

    static final StepDefinition<StreamWriterOptions> DEFINITION = new StepDefinition<>(
            Category.WRITER,
            StreamConnector.NAME,
            "streamwriter",
            Definition.of(
                            "Stream writer",
                            StreamWriterOptions::of,
                            PRINT,
                            FIELD_DELIMITER,
                            NULL_FORMAT,
                            PATH,
                            FILE_NAME)
                    .checking(StreamWriterOptions::check)
                    .ignoring("it writes to no data source", "datasource")
                    .ignoring("text is always written as UTF-8", "encoding")
                    .ignoring("setting.speed limits the speed of a job", "recordNumBeforeSleep", "sleepTime"));

    private static void check(Values values) {
        if (values.has(PATH) != values.has(FILE_NAME)) {
            values.note(
                    values.has(PATH) ? PATH : FILE_NAME, "it has no effect: a file needs \"path\" and \"fileName\"");
        }
        try {
            file(values);
        } catch (InvalidPathException e) {
            values.fault(FILE_NAME, "it is not the name of a file: " + e.getReason());
        }
    }

    private static Optional<Path> file(Values values) {
        return values.find(PATH).flatMap(path -> values.find(FILE_NAME).map(name -> Path.of(path, name)));
    }

    private static StreamWriterOptions of(Values values) {
        Optional<Destination> file = file(values).map(Destination.File::new);
        Destination other = values.get(PRINT) ? new Destination.Output() : new Destination.Nowhere();
        return new StreamWriterOptions(
                file.orElse(other), new Lines(values.get(FIELD_DELIMITER), values.get(NULL_FORMAT)));
    }
}
