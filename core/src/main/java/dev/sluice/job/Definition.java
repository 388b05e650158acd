package dev.sluice.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an object of a file may hold, and the typed value that is made of it. Immutable; every method below returns a new definition.
 *
 * @param <T> the type that is made
 */
public final class Definition<T> {
    private final String title;
    private final Function<Values, T> make;
    private final List<Key<?>> keys;
    private final Map<String, String> ignored;
    private final Map<String, String> refused;
    private final List<Consumer<Values>> checks;

    private Definition(
            String title,
            Function<Values, T> make,
            List<Key<?>> keys,
            Map<String, String> ignored,
            Map<String, String> refused,
            List<Consumer<Values>> checks) {
        this.title = Objects.requireNonNull(title);
        this.make = make;
        this.keys = List.copyOf(keys);
        this.ignored = ignored;
        this.refused = refused;
        this.checks = List.copyOf(checks);
        if (this.keys.stream().map(Key::name).distinct().count() != this.keys.size()) {
            throw new IllegalArgumentException("two keys of " + title + " have one name");
        }
    }

    /**
     * Returns a definition.
     *
     * @param title what the object is, in a few words
     * @param make makes the typed value; called only when every key is right and no check found a fault, so that it sees good values only
     * @param keys what the object may hold, in the order in which to document it
     */
    public static <T> Definition<T> of(String title, Function<Values, T> make, Key<?>... keys) {
        return new Definition<>(title, make, List.of(keys), Map.of(), Map.of(), List.of());
    }

    /** Returns this definition with more keys, documented before those that it has. */
    public Definition<T> startingWith(List<Key<?>> first) {
        List<Key<?>> all = new ArrayList<>(first);
        all.addAll(keys);
        return new Definition<>(title, make, all, ignored, refused, checks);
    }

    /**
     * Returns this definition with a check of several keys together. It is called whatever single keys are wrong, so that all faults are
     * found in one pass: {@link Values#find} is empty for a key that is wrong, and {@link Values#get} of one ends the check silently.
     */
    public Definition<T> checking(Consumer<Values> check) {
        List<Consumer<Values>> all = new ArrayList<>(checks);
        all.add(check);
        return new Definition<>(title, make, keys, ignored, refused, all);
    }

    /** Returns this definition accepting, with one note, keys that are known elsewhere and have no meaning here; {@code why} says so. */
    public Definition<T> ignoring(String why, String... names) {
        return new Definition<>(title, make, keys, plus(ignored, why, names), refused, checks);
    }

    /** Returns this definition refusing keys that are known elsewhere, with the reason instead of a guess at what was meant. */
    public Definition<T> refusing(String why, String... names) {
        return new Definition<>(title, make, keys, ignored, plus(refused, why, names), checks);
    }

    private static Map<String, String> plus(Map<String, String> known, String why, String... names) {
        Map<String, String> all = new LinkedHashMap<>(known);
        for (String name : names) {
            all.put(name, why);
        }
        return all;
    }

    /** Returns what the object is, in a few words. */
    public String title() {
        return title;
    }

    List<Key<?>> keys() {
        return keys;
    }

    Map<String, String> ignored() {
        return ignored;
    }

    Map<String, String> refused() {
        return refused;
    }

    /** Reads an object; empty when there was a fault in it. */
    Optional<T> read(Node.ObjectNode node, Reading reading) {
        int before = reading.spoiled();
        Values values = draft(node, reading);
        if (reading.spoiled() != before) {
            return Optional.empty();
        }
        T made = make.apply(values);
        return reading.spoiled() == before ? Optional.of(made) : Optional.empty();
    }

    /** Reads an object as far as it is right, for checks that go over several objects. */
    Values draft(Node.ObjectNode node, Reading reading) {
        Values values = new ObjectReader(this, node, reading).values();
        checks.forEach(check -> values.attempt(() -> check.accept(values)));
        return values;
    }
}
