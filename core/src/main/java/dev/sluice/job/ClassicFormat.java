package dev.sluice.job;

import java.util.List;
import java.util.Map;

/** The shape of classic files, as DataX reads them. */
final class ClassicFormat {
    private static final Key<Settings> SETTING =
            Key.object("setting", SettingKeys.definition(Format.CLASSIC), "Limits and speed.");
    private static final Key<Map<String, String>> PARAMETERS =
            Key.of(OwnParameters.KEY, new ParametersType(), "Values for variables of this file, which `-p` overrides.");
    private static final Key<List<Node.ObjectNode>> TRANSFORMER =
            Key.of("transformer", new ListType<>(new NodeType()), "Must be empty.");

    private final Key<Step> reader;
    private final Key<Step> writer;

    private ClassicFormat(StepRegistry registry) {
        this.reader = Key.of("reader", new ClassicStepType(Category.READER, registry), "Where rows come from.")
                .required();
        this.writer = Key.of("writer", new ClassicStepType(Category.WRITER, registry), "Where they go.")
                .required();
    }

    static Definition<JobParts> definition(List<StepDefinition<?>> connectors) {
        return new ClassicFormat(new StepRegistry(Format.CLASSIC, connectors)).root();
    }

    private Definition<JobParts> root() {
        Definition<Ends> ends = Definition.of(
                        "Reader and writer",
                        values -> new Ends(values.get(reader), values.get(writer)),
                        reader,
                        writer,
                        TRANSFORMER)
                .checking(values -> {
                    if (values.find(TRANSFORMER).filter(list -> !list.isEmpty()).isPresent()) {
                        values.fault(
                                TRANSFORMER,
                                "transformers are not supported yet; allowed is an empty list, and expressions in the reader's \"column\"");
                    }
                });
        Key<List<Ends>> content = Key.objects("content", ends, "One entry: the reader and the writer.")
                .required();
        Definition<JobParts> job = Definition.of(
                        "The job", values -> parts(values, content), content, SETTING, PARAMETERS)
                .checking(values -> checkContent(values, content));
        Key<JobParts> key = Key.object("job", job, "The job.").required();
        return Definition.of("Batch job, classic format", values -> values.get(key), key)
                .ignoring("memory and transport are not set in a job", "core", "entry")
                .ignoring("what concerns columns stands in \"job.setting.common\"", "common");
    }

    private static JobParts parts(Values values, Key<List<Ends>> content) {
        Ends ends = values.get(content).get(0);
        return new JobParts(
                ends.reader(), ends.writer(), values.find(SETTING).orElseGet(() -> SettingKeys.silent(Format.CLASSIC)));
    }

    private static void checkContent(Values values, Key<List<Ends>> content) {
        int size = values.count(content);
        if (size == 0) {
            values.fault(content, "the list is empty; allowed is one object with \"reader\" and \"writer\"");
        } else if (size > 1) {
            values.fault(content, "a job has one reader and one writer; allowed is one entry: make a job of each");
        }
    }

    private record Ends(Step reader, Step writer) {}
}
