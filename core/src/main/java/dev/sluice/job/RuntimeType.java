package dev.sluice.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list {@code RuntimeSettings}: objects with {@code Name} and {@code Value}. It is read as the one object that it stands for, so that its
 * names are known, checked and documented as keys are.
 */
record RuntimeType() implements ValueType<RuntimeSettings> {
    private static final Key<String> NAME =
            Key.string("Name", "Which setting; they have a table of their own.").required();
    private static final Key<Node> VALUE = Key.of("Value", new AnyType(), "Its value.");
    private static final Definition<Values> ENTRY = Definition.of("Runtime setting", values -> values, NAME, VALUE);

    static RuntimeSettings silent() {
        Node.ObjectNode nothing = Node.ObjectNode.absent(JsonPath.ROOT, 0);
        Reading reading = new Reading(Expander.expand(new JobText("", ""), reference -> Resolution.KEPT, 0));
        return RuntimeKeys.definition().read(nothing, reading).orElseThrow();
    }

    @Override
    public Optional<RuntimeSettings> read(Node node, Key<?> key, Reading reading) {
        if (!(node instanceof Node.ListNode list)) {
            reading.refuse(node, key, allowed());
            return Optional.empty();
        }
        Map<String, Node.Member> members = new LinkedHashMap<>();
        list.elements().forEach(element -> collect(element, key, reading, members));
        return RuntimeKeys.definition()
                .read(new Node.ObjectNode(list.path(), list.start(), list.end(), members), reading);
    }

    private static void collect(Node element, Key<?> key, Reading reading, Map<String, Node.Member> members) {
        if (!(element instanceof Node.ObjectNode object)) {
            reading.refuse(element, key, "an object with \"Name\" and \"Value\"");
            return;
        }
        Values values = ENTRY.draft(object, reading);
        Optional<String> name = values.find(NAME);
        Node at = ObjectReader.present(object, NAME).orElse(object);
        Node value = values.find(VALUE)
                .orElseGet(() -> new Node.ScalarNode(object.path(), at.start(), at.start(), Node.Kind.NULL, "null"));
        Node.Member member = new Node.Member(at.start(), at.end(), value);
        if (name.isPresent() && members.putIfAbsent(name.get().strip(), member) != null) {
            values.fault(NAME, "\"" + Shown.text(name.get()) + "\" is here twice; allowed is once");
        }
    }

    @Override
    public String allowed() {
        return "a list of objects with \"Name\" and \"Value\"";
    }

    @Override
    public Map<String, Object> schema() {
        List<Key<?>> keys = RuntimeKeys.definition().keys();
        Map<String, Object> entry = new LinkedHashMap<>(DefinitionSchema.of(ENTRY));
        Map<String, Object> properties = JsonTree.object(
                NAME.name(),
                JsonTree.object("enum", keys.stream().map(Key::name).toList()),
                VALUE.name(),
                JsonTree.object("type", List.of("string", "number", "boolean", "null")));
        entry.put("properties", properties);
        entry.put("allOf", keys.stream().map(RuntimeType::condition).toList());
        return JsonTree.object("type", "array", "items", entry);
    }

    private static Map<String, Object> condition(Key<?> key) {
        Map<String, Object> value = new LinkedHashMap<>(DefinitionSchema.property(key));
        return JsonTree.object(
                "if",
                JsonTree.object("properties", JsonTree.object(NAME.name(), JsonTree.object("const", key.name()))),
                "then",
                JsonTree.object("properties", JsonTree.object(VALUE.name(), value)));
    }

    @Override
    public Object plain(RuntimeSettings value) {
        return List.of();
    }

    @Override
    public Optional<Definition<?>> nested() {
        return Optional.of(ENTRY);
    }

    @Override
    public String path(String name) {
        return name + "[]";
    }

    /** A value that is judged later, when the name that it belongs to is known. */
    private record AnyType() implements ValueType<Node> {
        @Override
        public Optional<Node> read(Node node, Key<?> key, Reading reading) {
            return Optional.of(node);
        }

        @Override
        public String allowed() {
            return "a text, a number, true or false";
        }

        @Override
        public Map<String, Object> schema() {
            return TextType.SCHEMA;
        }

        @Override
        public Object plain(Node value) {
            return "";
        }
    }
}
