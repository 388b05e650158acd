package dev.sluice.job;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The object {@code JobSettings} of a real-time job. */
final class RealtimeSettingKeys {
    private static final Key<DdlKind> DDL_KIND =
            Key.oneOf("Type", DdlKind.class, "The kind of DDL.").required();
    private static final Key<DdlPolicy> DDL_POLICY = Key.oneOf(
                    "Action",
                    DdlPolicy.class,
                    "`Normal`: it is applied; `Ignore`: left out; `Alert`: left out, and the user is told; `Critical`: the job"
                            + " stops with the reason.")
            .required()
            .answering("WARNING", "it is spelled Alert")
            .answering("ERROR", "it is spelled Critical");
    private static final Key<List<Ddl>> DDL = Key.objects(
            "DdlHandlingSettings",
            Definition.of(
                    "Policy for DDL",
                    values -> new Ddl(values.get(DDL_KIND), values.get(DDL_POLICY)),
                    DDL_KIND,
                    DDL_POLICY),
            "What is done with DDL. Default: " + standards() + ".");

    private static final Key<ChannelSettings> CHANNEL =
            Key.of("ChannelSettings", new EncodedObjectType<>(ChannelKeys.definition()), "How rows are written.");
    private static final Key<RuntimeSettings> RUNTIME =
            Key.of("RuntimeSettings", new RuntimeType(), "Connections, limits and times, by name.");

    private static final Key<String> SOURCE_TYPE =
            Key.string("SourceDataType", "A type as PostgreSQL writes it.").required();
    private static final Key<String> DESTINATION_TYPE =
            Key.string("DestinationDataType", "The type in its place.").required();
    private static final Key<List<ColumnTypeMapping>> TYPES = Key.objects(
                    "ColumnDataTypeSettings",
                    Definition.of(
                            "Other type",
                            values -> new ColumnTypeMapping(values.get(SOURCE_TYPE), values.get(DESTINATION_TYPE)),
                            SOURCE_TYPE,
                            DESTINATION_TYPE),
                    "Other types for columns of tables that the job creates. Default: those of the source.")
            .defaultTo(List.of());

    private static final Key<CycleMigration> CYCLE_TYPE = Key.oneOf(
            "CycleMigrationType",
            CycleMigration.class,
            "What later runs of a job that does not follow changes do. Default: what its `MigrationType` says.");
    private static final Key<Map<String, String>> SCHEDULE_PARAMETERS = Key.of(
            OwnParameters.SCHEDULE_KEY,
            new ParametersType(),
            "Values for variables of this file, like the file's `parameters`.");
    private static final Key<Optional<CycleMigration>> CYCLE = Key.object(
            "CycleScheduleSettings",
            Definition.of("Later runs", values -> values.find(CYCLE_TYPE), CYCLE_TYPE, SCHEDULE_PARAMETERS),
            "Later runs of a job that does not follow changes.");

    private RealtimeSettingKeys() {}

    static Definition<RealtimeSettings> definition() {
        return Definition.of(
                        "Settings of a real-time job",
                        RealtimeSettingKeys::settings,
                        DDL,
                        CHANNEL,
                        RUNTIME,
                        TYPES,
                        CYCLE)
                .checking(values -> checkTwice(values, DDL, Ddl::kind))
                .checking(values -> checkTwice(values, TYPES, ColumnTypeMapping::source));
    }

    /** Returns the settings of a job that has none. */
    static RealtimeSettings silent() {
        return new RealtimeSettings(
                DdlHandling.of(Map.of()), ChannelSettings.STANDARD, RuntimeType.silent(), List.of(), Optional.empty());
    }

    private static RealtimeSettings settings(Values values) {
        RealtimeSettings silent = silent();
        Map<DdlKind, DdlPolicy> stated = new EnumMap<>(DdlKind.class);
        values.find(DDL).orElse(List.of()).forEach(ddl -> stated.put(ddl.kind(), ddl.policy()));
        ChannelSettings channel = values.find(CHANNEL).orElse(silent.channel());
        channel.dynamicColumns().policy().ifPresent(policy -> stated.put(DdlKind.ADD_COLUMN, policy));
        return new RealtimeSettings(
                DdlHandling.of(stated),
                channel,
                values.find(RUNTIME).orElse(silent.runtime()),
                values.get(TYPES),
                values.find(CYCLE).flatMap(type -> type));
    }

    private static <T> void checkTwice(Values values, Key<List<T>> key, Function<T, Object> name) {
        Set<Object> seen = new HashSet<>();
        values.find(key).orElse(List.of()).stream()
                .map(name)
                .filter(found -> !seen.add(found))
                .findFirst()
                .ifPresent(found -> values.fault(
                        key, "there are two entries for " + Shown.text(found.toString()) + "; allowed is one"));
    }

    private static String standards() {
        StringBuilder text = new StringBuilder();
        for (DdlKind kind : DdlKind.values()) {
            text.append(text.isEmpty() ? "" : ", ").append(kind).append(' ').append(kind.standard());
        }
        return text.toString();
    }

    private record Ddl(DdlKind kind, DdlPolicy policy) {}
}
