package dev.sluice.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list whose elements are all of one type. */
record ListType<T>(ValueType<T> element) implements ValueType<List<T>> {
    @Override
    public Optional<List<T>> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ListNode list)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        List<T> read = new ArrayList<>();
        list.elements().forEach(each -> element.read(each, key, reading).ifPresent(read::add));
        return read.size() == list.elements().size() ? Optional.of(List.copyOf(read)) : Optional.empty();
    }

    @Override
    public String allowed() {
        return "a list of " + element.allowed().replaceFirst("^an object", "objects");
    }

    @Override
    public Map<String, Object> schema() {
        return JsonTree.object("type", "array", "items", element.schema());
    }

    @Override
    public Object plain(List<T> value) {
        return value.stream().map(element::plain).toList();
    }

    @Override
    public Optional<Definition<?>> nested() {
        return element.nested();
    }

    @Override
    public String path(String name) {
        return name + "[]";
    }
}
