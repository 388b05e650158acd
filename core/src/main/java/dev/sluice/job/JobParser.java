package dev.sluice.job;

import dev.sluice.SyncException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads job files: batch jobs of both formats and real-time jobs. Immutable and safe for use by several threads. */
public final class JobParser {
    private final Definition<JobParts> v2;
    private final Definition<JobParts> classic;
    private final Definition<RealtimeParts> realtime = RealtimeFormat.definition();

    /** Creates a parser that knows the given connectors. */
    public JobParser(List<StepDefinition<?>> steps) {
        this.v2 = V2Format.definition(steps);
        this.classic = ClassicFormat.definition(steps);
    }

    /**
     * Reads a batch job.
     *
     * @throws SyncException with FILE_INVALID if there is a fault; the message lists every one
     */
    public BatchJob parse(JobText text, Variables variables) {
        return JobFaults.orThrow(text, read(text, variables));
    }

    /** Reads a job and returns it, or all faults as data. Never throws, whatever the text is. */
    public ParseResult<BatchJob> read(JobText text, Variables variables) {
        return readBatch(text, FirstLook.at(text), variables);
    }

    /**
     * Reads a batch job or a real-time job, whichever the file is.
     *
     * @throws SyncException with FILE_INVALID if there is a fault; the message lists every one
     */
    public Job parseAny(JobText text, Variables variables) {
        return JobFaults.orThrow(text, readAny(text, variables));
    }

    /** Reads a job of either kind and returns it, or all faults as data. Never throws, whatever the text is. */
    public ParseResult<Job> readAny(JobText text, Variables variables) {
        FirstLook look = FirstLook.at(text);
        ParseResult<? extends Job> result =
                look.isRealtime() ? readRealtime(text, look, variables) : readBatch(text, look, variables);
        return new ParseResult<>(result.value().map(job -> job), result.faults(), result.notes());
    }

    private ParseResult<RealtimeJob> readRealtime(JobText text, FirstLook look, Variables variables) {
        Document document = Document.ofJob(text, look, variables);
        Reading reading = document.reading();
        Optional<RealtimeParts> parts = document.root().flatMap(root -> realtime.read(root, reading));
        noteUnused(variables, reading);
        ParseResult<RealtimeParts> result = reading.result(parts);
        Remarks remarks = new Remarks(result.notes(), reading.variables());
        return new ParseResult<>(result.value().map(read -> read.job(remarks)), result.faults(), result.notes());
    }

    private ParseResult<BatchJob> readBatch(JobText text, FirstLook look, Variables variables) {
        Document document = Document.ofJob(text, look, variables);
        Reading reading = document.reading();
        Optional<Format> format = document.root().flatMap(root -> format(root, look, reading));
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

    private static Optional<Format> format(Node.ObjectNode root, FirstLook look, Reading reading) {
        Set<String> keys = root.members().keySet();
        boolean isClassic = keys.contains("job");
        boolean isV2 = keys.contains("steps") || keys.contains("type") || keys.contains("version");
        if (!look.isRealtime() && isClassic != isV2) {
            return Optional.of(isV2 ? Format.V2 : Format.CLASSIC);
        }
        String allowed = "a batch job with \"type\", \"version\" and \"steps\", or a classic one with \"job\"";
        reading.fault(
                root.path(),
                root.start(),
                look.isRealtime()
                        ? "the file is a real-time job; allowed here is " + allowed
                        : (isV2 ? "the file is of both formats" : "the file is of no known format") + "; allowed is "
                                + allowed + ", or a real-time job with \"JobType\"");
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
