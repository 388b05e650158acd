package dev.sluice.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a file says for one object. Valid only during the call that gets it. */
public final class Values {
    private final Node.ObjectNode node;
    private final List<Key<?>> known;
    private final Map<Key<?>, Object> read;
    private final Reading reading;

    Values(Node.ObjectNode node, List<Key<?>> known, Map<Key<?>, Object> read, Reading reading) {
        this.node = node;
        this.known = known;
        this.read = read;
        this.reading = reading;
    }

    /**
     * Returns the value of a key that is required or has a default.
     *
     * @throws IllegalArgumentException if the key is not of this object's definition, or is optional
     */
    public <T> T get(Key<T> key) {
        Optional<T> value = find(key);
        if (value.isEmpty() && !key.isRequired()) {
            throw new IllegalArgumentException("the key " + key.name() + " is optional: ask with find");
        }
        return value.orElseThrow(Unreadable::new);
    }

    /**
     * Returns the value of a key, or its default; empty where there is neither, or where what the file says is wrong.
     *
     * @throws IllegalArgumentException if the key is not of this object's definition
     */
    public <T> Optional<T> find(Key<T> key) {
        checkKnown(key);
        @SuppressWarnings("unchecked") // the reader stored what this very key's type read
        T value = (T) read.get(key);
        return value != null ? Optional.of(value) : key.defaultValue();
    }

    /**
     * Returns whether the file has the key, be its value right or wrong.
     *
     * @throws IllegalArgumentException if the key is not of this object's definition
     */
    public boolean has(Key<?> key) {
        checkKnown(key);
        return ObjectReader.present(node, key).isPresent();
    }

    /** Returns how many elements the list of a key has in the file, be they right or wrong; -1 if there is no list. */
    int count(Key<?> key) {
        return ObjectReader.present(node, key).orElse(node) instanceof Node.ListNode list
                ? list.elements().size()
                : -1;
    }

    /** Reports a fault at the key's value, or at the object where the file does not have the key. The message says what is allowed, too. */
    public void fault(Key<?> key, String message) {
        checkKnown(key);
        Node at = ObjectReader.present(node, key).orElse(node);
        reading.fault(at.path(), at.start(), message);
    }

    /** Reports a fault of the object as a whole. */
    public void fault(String message) {
        reading.fault(node.path(), node.start(), message);
    }

    /** Reports, at the key's value or at the object, something that is accepted and that the user should know. */
    public void note(Key<?> key, String message) {
        checkKnown(key);
        Node at = ObjectReader.present(node, key).orElse(node);
        reading.note(at.path(), at.start(), message);
    }

    void attempt(Runnable check) {
        try {
            check.run();
        } catch (Unreadable e) {
            // The key that the check wanted is wrong and has been reported as such.
            return;
        }
    }

    private void checkKnown(Key<?> key) {
        if (!known.contains(key)) {
            throw new IllegalArgumentException("the definition has no key " + key.name());
        }
    }

    /** A required value was asked for that the file gives wrongly or not at all. */
    private static final class Unreadable extends RuntimeException {
        private Unreadable() {
            super("a required key could not be read", null, false, false);
        }
    }
}
