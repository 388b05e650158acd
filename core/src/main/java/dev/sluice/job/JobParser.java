package dev.sluice.job;

import dev.sluice.SyncException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads batch job files of both formats. Immutable and safe for use by several threads. */
public final class JobParser {
    private final Definition<JobParts> v2;
    private final Definition<JobParts> classic;

    /** Creates a parser that knows the given connectors. */
    public JobParser(List<StepDefinition<?>> steps) {
        this.v2 = V2Format.definition(steps);
        this.classic = ClassicFormat.definition(steps);
    }

    /**
     * Reads a job.
     *
     * @throws SyncException with FILE_INVALID if there is a fault; the message lists every one
     */
    public BatchJob parse(JobText text, Variables variables) {
        return JobFaults.orThrow(text, read(text, variables));
    }

    /** Reads a job and returns it, or all faults as data. Never throws, whatever the text is. */
    public ParseResult<BatchJob> read(JobText text, Variables variables) {
        Document document = Document.ofJob(text, variables, text.stem());
        Reading reading = document.reading();
        Optional<Format> format = document.root().flatMap(root -> format(root, reading));
        Optional<JobParts> parts = format.flatMap(shape ->
                (shape == Format.V2 ? v2 : classic).read(document.root().orElseThrow(), reading));
        noteUnused(variables, reading);
        ParseResult<JobParts> result = reading.result(parts);
        Optional<BatchJob> job = result.value()
                .map(read -> new BatchJob(
                        text.stem(),
                        format.orElseThrow(),
                        read.reader(),
                        read.writer(),
                        read.settings(),
                        result.notes(),
                        reading.variables()));
        return new ParseResult<>(job, result.faults(), result.notes());
    }

    private static Optional<Format> format(Node.ObjectNode root, Reading reading) {
        Set<String> keys = root.members().keySet();
        boolean isClassic = keys.contains("job");
        boolean isV2 = keys.contains("steps") || keys.contains("type") || keys.contains("version");
        if (isClassic != isV2) {
            return Optional.of(isV2 ? Format.V2 : Format.CLASSIC);
        }
        String found = isV2
                ? "the file is of both formats"
                : keys.contains("JobType") ? "the file is a real-time job" : "the file is of no known format";
        reading.fault(
                root.path(),
                root.start(),
                found
                        + "; allowed is a batch job with \"type\", \"version\" and \"steps\", or a classic one with \"job\"");
        return Optional.empty();
    }

    private static void noteUnused(Variables variables, Reading reading) {
        Set<String> used = reading.source().replacements().stream()
                .map(replacement -> reading.source().reference(replacement).replaceAll("[${}]", ""))
                .collect(Collectors.toSet());
        variables.given().keySet().stream()
                .filter(name -> !used.contains(name))
                .sorted()
                .forEach(name -> reading.note(
                        JsonPath.ROOT, 0, "the variable \"" + name + "\" is given, but the file does not use it"));
    }
}
