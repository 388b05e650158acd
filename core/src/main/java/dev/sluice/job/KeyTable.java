package dev.sluice.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of the documentation, in Markdown, made from the parser's own definitions. */
public final class KeyTable {
    private static final String HEAD = "| Key | Type | Default | Required | Meaning |\n|---|---|---|---|---|\n";

    private KeyTable() {}

    /** Returns the table of a definition; keys of objects inside it are written {@code object.key} and {@code list[].key}. */
    public static String of(Definition<?> definition) {
        List<String> rows = new ArrayList<>();
        add("", definition, rows);
        return HEAD + rows.stream().map(row -> row + "\n").collect(Collectors.joining());
    }

    /** Returns the table of batch jobs of format 2.0; the connectors' own keys have tables of their own, by {@link #of}. */
    public static String batchJob(List<StepDefinition<?>> steps) {
        return of(V2Format.definition(steps));
    }

    /** Returns the table of classic batch jobs; the connectors' own keys have tables of their own, by {@link #of}. */
    public static String classicJob(List<StepDefinition<?>> steps) {
        return of(ClassicFormat.definition(steps));
    }

    /** Returns the table of real-time jobs; rule expressions and runtime settings have tables of their own. */
    public static String realtimeJob() {
        return of(RealtimeFormat.definition());
    }

    /** Returns the tables of the rule expressions of real-time jobs by their actions. */
    public static Map<String, String> ruleExpressions() {
        Map<String, String> tables = new LinkedHashMap<>();
        for (RuleAction action : RuleAction.values()) {
            tables.put(action.toString(), of(RuleExpressions.definition(action, "", ObjectKind.TABLE)));
        }
        return tables;
    }

    /** Returns the table of the runtime settings of real-time jobs. */
    public static String runtimeSettings() {
        return of(RuntimeKeys.definition());
    }

    /** Returns the table of data source files. */
    public static String dataSource() {
        return of(DataSourceKeys.definition());
    }

    private static void add(String prefix, Definition<?> definition, List<String> rows) {
        for (Key<?> key : definition.keys()) {
            rows.add(row(prefix, key));
            key.type().nested().ifPresent(nested -> add(prefix + key.type().path(key.name()) + ".", nested, rows));
        }
    }

    private static <T> String row(String prefix, Key<T> key) {
        String standard = key.defaultValue()
                .map(value -> "`" + JsonTree.write(key.type().plain(value)).strip() + "`")
                .orElse("");
        String required = key.isRequired() ? "yes" : "";
        String type = key.type().allowed().replaceFirst("^an? ", "");
        return "| "
                + String.join(
                        " | ", "`" + prefix + key.name() + "`", cell(type), cell(standard), required, cell(key.doc()))
                + " |";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
