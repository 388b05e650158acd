package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of a JSON object: its name, its type, what it means. Immutable; every method below returns a new key.
 *
 * <p>Whatever the type, JSON {@code null} counts as absent, and so does an empty text where the type is not a text.
 *
 * @param <T> the type of the value
 */
public final class Key<T> {
    private final String name;
    private final String doc;
    private final ValueType<T> type;
    private final Traits<T> traits;

    private Key(String name, String doc, ValueType<T> type, Traits<T> traits) {
        this.name = Objects.requireNonNull(name);
        this.doc = Objects.requireNonNull(doc);
        this.type = type;
        this.traits = traits;
    }

    static <T> Key<T> of(String name, ValueType<T> type, String doc) {
        return new Key<>(name, doc, type, new Traits<>(false, null, false, false, Map.of()));
    }

    /** Returns a key whose value is a text; numbers and booleans are taken as they are written. */
    public static Key<String> string(String name, String doc) {
        return of(name, new TextType(), doc);
    }

    /** Returns a key whose value is a whole number, also as a text. */
    public static Key<Integer> integer(String name, String doc) {
        return of(name, WholeNumberType.ints(), doc);
    }

    /** Returns a key whose value is a whole number of up to 64 bits, also as a text. */
    public static Key<Long> longInteger(String name, String doc) {
        return of(name, WholeNumberType.longs(), doc);
    }

    /** Returns a key whose value is a number, also as a text. */
    public static Key<Double> decimal(String name, String doc) {
        return of(name, new DecimalType(), doc);
    }

    /** Returns a key whose value is true or false, also as a text. */
    public static Key<Boolean> bool(String name, String doc) {
        return of(name, new BooleanType(), doc);
    }

    /** Returns a key whose value is a list of texts; a single text is a list of one. */
    public static Key<List<String>> strings(String name, String doc) {
        return of(name, new TextListType(), doc);
    }

    /** Returns a key whose value is an object of texts with names of the user's choice, in the order of the file. */
    public static Key<Map<String, String>> texts(String name, String doc) {
        return of(name, new MapType<>(new TextType()), doc);
    }

    /** Returns a key whose value is one of an enum's constants, spelled as their {@code toString()} says, in upper or lower case. */
    public static <E extends Enum<E>> Key<E> oneOf(String name, Class<E> type, String doc) {
        return of(name, new EnumType<>(type), doc);
    }

    /** Returns a key whose value is an object. */
    public static <T> Key<T> object(String name, Definition<T> definition, String doc) {
        return of(name, new ObjectType<>(definition), doc);
    }

    /** Returns a key whose value is a list of objects. */
    public static <T> Key<List<T>> objects(String name, Definition<T> definition, String doc) {
        return of(name, new ListType<>(new ObjectType<>(definition)), doc);
    }

    /** Returns this key as one that must be there; a required text must not be blank. */
    public Key<T> required() {
        return with(new Traits<>(true, null, traits.secret, traits.emptyIsAbsent, traits.answers));
    }

    /** Returns this key with a value to use where the file has none. */
    public Key<T> defaultTo(T value) {
        return with(new Traits<>(false, value, traits.secret, traits.emptyIsAbsent, traits.answers));
    }

    /**
     * Returns this key limited to a range, both ends allowed.
     *
     * @throws IllegalStateException if the value is not a number
     */
    public Key<T> range(long lowest, long highest) {
        return new Key<>(name, doc, type.within(lowest, highest), traits);
    }

    /** Returns this key as one whose value is never shown in a message. */
    public Key<T> secret() {
        return with(new Traits<>(traits.required, traits.defaultValue, true, traits.emptyIsAbsent, traits.answers));
    }

    /** Returns this key as one for which an empty text means that it is absent, as the forms of DataWorks write it. */
    public Key<T> emptyIsAbsent() {
        return with(new Traits<>(traits.required, traits.defaultValue, traits.secret, true, traits.answers));
    }

    /**
     * Returns this key with the reason why a value that is known elsewhere is refused here.
     *
     * @param value the value, in upper or lower case
     * @param reason a sentence that goes into the fault instead of what is allowed
     */
    public Key<T> answering(String value, String reason) {
        Map<String, String> answers = new LinkedHashMap<>(traits.answers);
        answers.put(value, reason);
        return with(new Traits<>(traits.required, traits.defaultValue, traits.secret, traits.emptyIsAbsent, answers));
    }

    /** Returns the key's name in the file. */
    public String name() {
        return name;
    }

    String doc() {
        return doc;
    }

    ValueType<T> type() {
        return type;
    }

    boolean isRequired() {
        return traits.required;
    }

    Optional<T> defaultValue() {
        return Optional.ofNullable(traits.defaultValue);
    }

    boolean isSecret() {
        return traits.secret;
    }

    boolean isEmptyAbsent() {
        return traits.emptyIsAbsent;
    }

    Map<String, String> answers() {
        return traits.answers;
    }

    private Key<T> with(Traits<T> changed) {
        return new Key<>(name, doc, type, changed);
    }

    private record Traits<T>(
            boolean required,
            @Nullable T defaultValue,
            boolean secret,
            boolean emptyIsAbsent,
            Map<String, String> answers) {
        private Traits {
            answers = Map.copyOf(answers);
        }
    }
}
