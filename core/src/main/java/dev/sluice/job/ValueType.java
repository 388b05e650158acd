package dev.sluice.job;

import java.util.Map;
import java.util.Optional;

/** How the value of a key is read, described and put into a JSON Schema. Implementations are immutable. */
interface ValueType<T> {
    /** Reads a value that is not null; what is wrong goes to {@code reading} and makes the answer empty. */
    Optional<T> read(Node node, Key<?> key, Reading reading);

    /** Says what is allowed, as the end of "allowed is ...". */
    String allowed();

    /** Returns the JSON Schema of the value, without description and default. */
    Map<String, Object> schema();

    /** Returns a value as the file would hold it: a text, number, boolean, list or map. */
    Object plain(T value);

    /** Returns whether an empty text is a value; for all but texts it means that the key is absent. */
    default boolean emptyHasMeaning() {
        return false;
    }

    /** Returns this type limited to a range; only number types have one. */
    default ValueType<T> within(long lowest, long highest) {
        throw new IllegalStateException("only a number has a range");
    }

    /** Returns the definition of the objects that a value consists of, where it does. */
    default Optional<Definition<?>> nested() {
        return Optional.empty();
    }

    /** Returns how a key of this type is written in front of the keys of its objects. */
    default String path(String name) {
        return name;
    }
}
