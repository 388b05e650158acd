package dev.sluice.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What references stand for in a job file: what was given comes first, then the job's own parameters, then what is built in. */
final class JobVariables implements Resolver {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

    private final Map<String, String> given;
    private final Map<String, Resolution> own;
    private final BuiltIns builtIns;

    private JobVariables(Map<String, String> given, Map<String, Resolution> own, BuiltIns builtIns) {
        this.given = given;
        this.own = own;
        this.builtIns = builtIns;
    }

    /**
     * Returns the variables of a job. A parameter may use what is given or built in and the parameters above it; one pass in their order
     * keeps the work proportional to the text, whatever uses what.
     */
    static JobVariables of(Map<String, String> given, Map<String, String> parameters, BuiltIns builtIns) {
        Map<String, Resolution> own = new LinkedHashMap<>();
        JobVariables growing = new JobVariables(given, own, builtIns);
        parameters.forEach((name, value) -> own.put(name, growing.parameter(name, value)));
        return growing;
    }

    private Resolution parameter(String name, String value) {
        return fill(value)
                .<Resolution>map(Resolution.Value::new)
                .orElseGet(() ->
                        new Resolution.Missing("the parameter \"" + Shown.text(name) + "\" has no value of its own;"
                                + " allowed is a text that uses variables with values, and parameters above it"));
    }

    @Override
    public Resolution resolve(Reference reference) {
        String name = reference.content();
        return switch (reference.kind()) {
            case BRACES ->
                name.startsWith("env:")
                        ? new Resolution.Missing(
                                "${" + Shown.text(name) + "} reads the environment, which only data source files"
                                        + " may; allowed is a variable given with -p or in \"parameters\"")
                        : known(reference).orElseGet(() -> missing(name));
            case BARE -> known(reference).orElse(Resolution.KEPT);
            case BRACKETS, ESCAPED -> builtIns.resolve(reference);
            case UNCLOSED ->
                new Resolution.Missing(
                        "\"${\" is not closed; allowed is ${name}, or $${ for the characters themselves");
        };
    }

    private Optional<Resolution> known(Reference reference) {
        String value = given.get(reference.content());
        if (value != null) {
            return Optional.of(new Resolution.Value(value));
        }
        Resolution resolution = own.get(reference.content());
        if (resolution != null) {
            return Optional.of(resolution);
        }
        return Optional.of(builtIns.resolve(reference)).filter(Resolution.Value.class::isInstance);
    }

    private Resolution missing(String content) {
        String name = Shown.text(content);
        if (!NAME.matcher(name).matches()) {
            return new Resolution.Missing("${" + name + "} is no variable; allowed is a name of letters, digits, _ . -,"
                    + " a date such as ${yyyymmdd-1}, or $${ for the characters themselves");
        }
        List<String> names = new ArrayList<>(given.keySet());
        names.addAll(own.keySet());
        names.addAll(BuiltIns.NAMES);
        String near = Nearest.to(name, names)
                .map(found -> " (did you mean \"" + found + "\"?)")
                .orElse("");
        return new Resolution.Missing("the variable \"" + name + "\" has no value" + near
                + "; allowed is to give one with -p " + name + "=VALUE, or in the job's \"parameters\"");
    }
}
