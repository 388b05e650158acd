package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of 2.0 files. */
final class V2Format {
    private static final Key<Type> TYPE =
            Key.oneOf("type", Type.class, "Always `job`.").required();
    private static final Key<Version> VERSION =
            Key.oneOf("version", Version.class, "Always `2.0`.").required();
    private static final Key<Settings> SETTING =
            Key.object("setting", SettingKeys.definition(Format.V2), "Limits, speed and execution.");
    private static final Key<Map<String, String>> PARAMETERS =
            Key.of(OwnParameters.KEY, new ParametersType(), "Values for variables of this file, which `-p` overrides.");

    private static final Key<String> FROM =
            Key.string("from", "The name of the reader.").required();
    private static final Key<String> TO =
            Key.string("to", "The name of the writer.").required();
    private static final Key<List<Values>> HOPS = Key.objects(
            "hops",
            Definition.of("One way that rows take", values -> values, FROM, TO),
            "From the reader to the writer.");
    private static final Key<List<Values>> ORDER = Key.object(
            "order",
            Definition.of("The way that rows take", values -> values.find(HOPS).orElse(List.of()), HOPS),
            "May be left out: there is only one way.");

    private final Key<List<DraftStep>> steps;

    private V2Format(StepRegistry registry) {
        this.steps = Key.of(
                        "steps", new ListType<>(new V2StepType(registry)), "The reader and the writer, in any order.")
                .required();
    }

    static Definition<JobParts> definition(List<StepDefinition<?>> connectors) {
        return new V2Format(new StepRegistry(Format.V2, connectors)).root();
    }

    private Definition<JobParts> root() {
        return Definition.of("Batch job, format 2.0", this::parts, TYPE, VERSION, steps, SETTING, ORDER, PARAMETERS)
                .ignoring("it is about the editor that made the file", "extend")
                .checking(this::checkEnds)
                .checking(this::checkHops);
    }

    private JobParts parts(Values values) {
        List<DraftStep> drafts = values.get(steps);
        return new JobParts(
                end(Category.READER, drafts),
                end(Category.WRITER, drafts),
                values.find(SETTING).orElseGet(() -> SettingKeys.silent(Format.V2)));
    }

    private static Step end(Category category, List<DraftStep> drafts) {
        return of(category, drafts).get(0).step().orElseThrow();
    }

    private static List<DraftStep> of(Category category, List<DraftStep> drafts) {
        return drafts.stream()
                .filter(draft -> draft.category().equals(Optional.of(category)))
                .toList();
    }

    private void checkEnds(Values values) {
        List<DraftStep> drafts = values.get(steps);
        for (Category category : Category.values()) {
            List<DraftStep> found = of(category, drafts);
            boolean unsure = drafts.stream().anyMatch(draft -> draft.category().isEmpty());
            if (found.isEmpty() && !unsure) {
                values.fault(steps, "there is no " + category + "; allowed is one step of category " + category);
            }
            found.stream()
                    .skip(1)
                    .forEach(draft -> draft.values()
                            .fault(V2StepType.CATEGORY, "there is a " + category + " already; allowed is one"));
        }
    }

    private void checkHops(Values values) {
        Map<String, DraftStep> byName = new LinkedHashMap<>();
        for (DraftStep draft : values.get(steps)) {
            if (byName.putIfAbsent(draft.name(), draft) != null) {
                draft.values()
                        .fault(
                                V2StepType.NAME,
                                "two steps are called \"" + Shown.text(draft.name())
                                        + "\"; allowed is a name for each");
            }
        }
        List<Values> hops = values.find(ORDER).orElse(List.of());
        hops.forEach(hop -> {
            checkHop(hop, FROM, Category.READER, byName);
            checkHop(hop, TO, Category.WRITER, byName);
        });
        hops.stream()
                .skip(1)
                .forEach(hop -> hop.fault("a batch job has one way from reader to writer; allowed is one hop"));
    }

    private static void checkHop(Values hop, Key<String> key, Category wanted, Map<String, DraftStep> byName) {
        DraftStep draft = byName.get(hop.get(key));
        if (draft == null) {
            List<String> names = List.copyOf(byName.keySet());
            hop.fault(
                    key,
                    "no step is called \"" + Shown.text(hop.get(key)) + "\"; "
                            + Nearest.suggestion(
                                    hop.get(key),
                                    names.stream().map(Shown::text).toList()));
        } else if (draft.category().isPresent() && draft.category().get() != wanted) {
            hop.fault(
                    key,
                    "\"" + Shown.text(hop.get(key)) + "\" is the "
                            + draft.category().get() + "; allowed is the name of the " + wanted);
        }
    }

    private enum Type {
        JOB("job");

        private final String spelling;

        Type(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }

    private enum Version {
        V2("2.0");

        private final String spelling;

        Version(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
