package dev.sluice.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The connectors that a parser knows, for files of one format. Each is found by either of its names.
 *
 * @param format the format of the files, which decides which name is the usual one
 * @param steps what the connectors accept
 */
record StepRegistry(Format format, List<StepDefinition<?>> steps) {
    StepRegistry {
        steps = List.copyOf(steps);
    }

    /** Finds a connector by the name that a file uses; one of the other format is taken with a note. */
    Optional<StepDefinition<?>> find(Category category, Key<String> key, Values values) {
        Optional<String> name = values.find(key);
        Optional<StepDefinition<?>> found = name.flatMap(
                text -> of(category).filter(step -> isCalled(step, text)).findFirst());
        if (found.isPresent()) {
            noteUnusual(found.get(), name.get(), key, values);
        } else if (name.isPresent()) {
            values.fault(key, unknown(category, name.get()));
        }
        return found;
    }

    private static boolean isCalled(StepDefinition<?> step, String name) {
        return step.name().equals(name) || step.classicName().equals(name);
    }

    private void noteUnusual(StepDefinition<?> step, String name, Key<String> key, Values values) {
        if (!usualName(step).equals(name)) {
            values.note(
                    key, "\"" + name + "\" is taken as \"" + usualName(step) + "\", its name in files of this format");
        }
    }

    private String unknown(Category category, String name) {
        List<String> known = of(category).map(this::usualName).toList();
        return steps.stream().anyMatch(step -> isCalled(step, name))
                ? "\"" + name + "\" cannot be a " + category + "; allowed: " + String.join(", ", known)
                : "unknown connector \"" + Shown.text(name) + "\"; " + Nearest.suggestion(name, known);
    }

    private Stream<StepDefinition<?>> of(Category category) {
        return steps.stream().filter(step -> step.category() == category);
    }

    private String usualName(StepDefinition<?> step) {
        return format == Format.V2 ? step.name() : step.classicName();
    }

    /** Returns all names under which connectors are known, the usual ones first. */
    List<String> names(List<Category> categories) {
        List<StepDefinition<?>> wanted = categories.stream().flatMap(this::of).toList();
        return Stream.concat(
                        wanted.stream().map(this::usualName),
                        wanted.stream().flatMap(step -> Stream.of(step.name(), step.classicName())))
                .distinct()
                .toList();
    }

    /** Reads the options of a step; a file may leave the whole object out. */
    <O> Optional<Step> step(
            StepDefinition<O> definition, String name, Node.ObjectNode at, Values values, Reading reading) {
        Node.ObjectNode parameter = values.find(ClassicStepType.PARAMETER)
                .orElseGet(() -> Node.ObjectNode.absent(at.path().key("parameter"), at.start()));
        boolean unreadable = values.has(ClassicStepType.PARAMETER)
                && values.find(ClassicStepType.PARAMETER).isEmpty();
        return unreadable
                ? Optional.empty()
                : definition
                        .options()
                        .read(parameter, reading)
                        .map(options -> new Step(name, definition.name(), options));
    }

    /** Returns the parts of a JSON Schema that choose the schema of {@code parameter} by the connector's name. */
    List<Object> conditions(Category category, Key<String> nameKey, Map<String, Object> further) {
        return of(category)
                .<Object>map(step -> condition(step, nameKey.name(), further))
                .toList();
    }

    private static Map<String, Object> condition(StepDefinition<?> step, String nameKey, Map<String, Object> further) {
        Map<String, Object> properties = new LinkedHashMap<>(further);
        properties.put(nameKey, JsonTree.object("enum", List.of(step.name(), step.classicName())));
        Map<String, Object> then = new LinkedHashMap<>();
        then.put("properties", JsonTree.object("parameter", DefinitionSchema.of(step.options())));
        if (step.options().keys().stream().anyMatch(Key::isRequired)) {
            then.put("required", List.of("parameter"));
        }
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put(
                "if", JsonTree.object("properties", properties, "required", new ArrayList<>(properties.keySet())));
        condition.put("then", then);
        return condition;
    }
}
