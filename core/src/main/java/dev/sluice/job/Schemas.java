package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schemas (draft 2020-12) of the files, for editors to complete and check. They are made from the parser's own definitions and say
 * what each key allows; what several keys must say together only the parser knows.
 */
public final class Schemas {
    private Schemas() {}

    /** Returns the schema of batch jobs of format 2.0 for the given connectors. */
    public static String batchJob(List<StepDefinition<?>> steps) {
        return document(V2Format.definition(steps));
    }

    /** Returns the schema of classic batch jobs for the given connectors. */
    public static String classicJob(List<StepDefinition<?>> steps) {
        return document(ClassicFormat.definition(steps));
    }

    /** Returns the schema of real-time jobs. */
    public static String realtimeJob() {
        return document(RealtimeFormat.definition());
    }

    /** Returns the schema of data source files. */
    public static String dataSource() {
        return document(DataSourceKeys.definition());
    }

    private static String document(Definition<?> definition) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.putAll(DefinitionSchema.of(definition));
        return JsonTree.write(schema);
    }
}
