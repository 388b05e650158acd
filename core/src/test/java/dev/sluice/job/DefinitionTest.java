package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefinitionTest {
    private static final Key<String> TEXT = Key.string("text", "A text.");
    private static final Key<Integer> NUMBER =
            Key.integer("number", "A number.").required();
    private static final Key<Long> LONG =
            Key.longInteger("long", "A long number.").defaultTo(7L);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            integer | 5                    | 5
            integer | "5"                  | 5
            integer | " -5 "               | -5
            integer | 5.0                  | 5
            integer | 5e2                  | 500
            integer | 2147483648           | refused
            integer | 5.5                  | refused
            integer | true                 | refused
            integer | "0x10"               | refused
            integer | 00000000000000000000000000000000000000000000000000000000001 | refused
            long    | 9223372036854775807  | 9223372036854775807
            long    | "9223372036854775808"| refused
            decimal | 0.5                  | 0.5
            decimal | "5e-1"               | 0.5
            decimal | "NaN"                | refused
            decimal | "1e400"              | refused
            bool    | true                 | true
            bool    | "FALSE"              | false
            bool    | " true "             | true
            bool    | 0                    | refused
            string  | "a"                  | a
            string  | 1.50                 | 1.50
            string  | false                | false
            string  | []                   | refused
            strings | "a"                  | [a]
            strings | ["a", 1, true]       | [a, 1, true]
            strings | []                   | []
            strings | [[]]                 | refused
            strings | {}                   | refused
            texts   | {"b": 1, "a": "x"}   | {b=1, a=x}
            texts   | {}                   | {}
            texts   | {"a": null}          | refused
            texts   | "a"                  | refused
            oneOf   | "reader"             | reader
            oneOf   | "WRITER"             | writer
            oneOf   | " writer "           | writer
            oneOf   | "WRITTER"             | refused
            """)
    void readsValuesLeniently(String type, String json, String expected) {
        Key<?> key = switch (type) {
            case "integer" -> Key.integer("k", "");
            case "long" -> Key.longInteger("k", "");
            case "decimal" -> Key.decimal("k", "").range(-1_000_000, 1_000_000);
            case "bool" -> Key.bool("k", "");
            case "string" -> Key.string("k", "");
            case "strings" -> Key.strings("k", "");
            case "texts" -> Key.texts("k", "");
            default -> Key.oneOf("k", Category.class, "");
        };
        Definition<Optional<?>> definition = Definition.of("test", values -> values.find(key), key);

        assertThat(read(definition, "{\"k\": " + json + "}")
                        .value()
                        .flatMap(value -> value)
                        .map(Object::toString)
                        .orElse("refused"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"null", "\"\"", "\"  \""})
    void takesNullAndEmptyTextsForAbsent(String json) {
        Definition<Long> definition = Definition.of("test", values -> values.get(LONG), LONG);

        assertThat(read(definition, "{\"long\": " + json + "}").value()).hasValue(7L);
    }

    @Test
    void tellsAnEmptyTextFromNone() {
        Definition<Optional<String>> plain = Definition.of("test", values -> values.find(TEXT), TEXT);
        Key<String> key = TEXT.emptyIsAbsent();
        Definition<Optional<String>> emptyIsAbsent = Definition.of("test", values -> values.find(key), key);

        assertThat(read(plain, "{\"text\": \"\"}").value()).hasValue(Optional.of(""));
        assertThat(read(emptyIsAbsent, "{\"text\": \"\"}").value()).hasValue(Optional.empty());
        assertThat(read(plain, "{\"text\": null}").value()).hasValue(Optional.empty());
    }

    @Test
    void wantsMoreThanBlanksForARequiredText() {
        Key<String> key = TEXT.required();

        assertThat(read(Definition.of("test", values -> values.get(key), key), "{\"text\": \" \"}")
                        .faults())
                .map(Fault::toString)
                .containsExactly("t.json:1:10: $.text: a value is required; allowed is a text");
    }

    @Test
    void checksWhateverElseIsWrongButMakesNothing() {
        List<String> calls = new ArrayList<>();
        Definition<String> definition = Definition.of(
                        "test",
                        values -> {
                            calls.add("make");
                            return "made";
                        },
                        TEXT,
                        NUMBER,
                        LONG)
                .checking(values -> calls.add("has " + values.has(NUMBER) + ", finds " + values.find(NUMBER)))
                .checking(values -> calls.add("unreached " + values.get(NUMBER)))
                .checking(values -> values.fault(TEXT, "said at the key"))
                .checking(values -> values.fault("said at the object"));

        ParseResult<String> result = read(definition, "{\"number\": \"x\",\n \"text\": \"y\"}");

        assertThat(calls).containsExactly("has true, finds Optional.empty");
        assertThat(result.faults())
                .map(Fault::toString)
                .containsExactly(
                        "t.json:1:1: $: said at the object",
                        "t.json:1:12: $.number: \"x\" is not allowed; allowed is a whole number",
                        "t.json:2:10: $.text: said at the key");
    }

    @Test
    void dropsWhatWasMadeWithAFault() {
        Definition<String> definition = Definition.of(
                "test",
                values -> {
                    values.fault(TEXT, "found while making");
                    return "made";
                },
                TEXT);

        ParseResult<String> result = read(definition, "{}");

        assertThat(result.value()).isEmpty();
        assertThat(result.faults()).map(Fault::toString).containsExactly("t.json:1:1: $: found while making");
    }

    @Test
    void tellsIgnoredRefusedAndUnknownKeysApart() {
        Definition<String> definition = Definition.of("test", values -> "made", TEXT)
                .ignoring("of no use", "old", "older")
                .refusing("of danger", "bad");

        ParseResult<String> result = read(definition, "{\"older\": 1, \"bad\": 2, \"txt\": 3}");

        assertThat(result.notes())
                .map(Note::toString)
                .containsExactly("t.json:1:2: $.older: \"older\" has no effect here: of no use");
        assertThat(result.faults())
                .map(Fault::toString)
                .containsExactly(
                        "t.json:1:14: $.bad: \"bad\" is refused: of danger",
                        "t.json:1:24: $.txt: unknown key \"txt\"; did you mean \"text\"?");
    }

    @Test
    void putsKeysInFront() {
        Definition<String> definition =
                Definition.of("test", values -> "made", LONG).startingWith(List.of(TEXT, NUMBER));

        assertThat(definition.keys()).map(Key::name).containsExactly("text", "number", "long");
        assertThat(definition.title()).isEqualTo("test");
    }

    @Test
    void refusesMistakesOfTheProgrammer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Definition.of("test", values -> "", TEXT, TEXT.required()));
        assertThatIllegalStateException().isThrownBy(() -> TEXT.range(1, 2));
        Definition<String> unknown = Definition.of("test", values -> values.get(TEXT));
        assertThatIllegalArgumentException().isThrownBy(() -> read(unknown, "{}"));
        Definition<String> optional = Definition.of("test", values -> values.get(TEXT), TEXT);
        assertThatIllegalArgumentException().isThrownBy(() -> read(optional, "{}"));
    }

    @Test
    void wordsRanges() {
        assertThat(Key.integer("k", "").range(1, 5).type().allowed()).isEqualTo("a whole number from 1 to 5");
        assertThat(Key.longInteger("k", "").range(1, Long.MAX_VALUE).type().allowed())
                .isEqualTo("a whole number of at least 1");
        assertThat(Key.decimal("k", "").range(Long.MIN_VALUE, 9).type().allowed())
                .isEqualTo("a number of at most 9");
        assertThat(Key.integer("k", "").type().allowed()).isEqualTo("a whole number");
    }

    @Test
    void keepsAllThatIsSaidOfAKey() {
        Key<Integer> key = Key.integer("k", "Doc.")
                .defaultTo(3)
                .secret()
                .emptyIsAbsent()
                .answering("many", "be precise")
                .range(1, 9);

        assertThat(key.name()).isEqualTo("k");
        assertThat(key.doc()).isEqualTo("Doc.");
        assertThat(key.defaultValue()).hasValue(3);
        assertThat(key.isSecret()).isTrue();
        assertThat(key.isEmptyAbsent()).isTrue();
        assertThat(key.answers()).isEqualTo(Map.of("many", "be precise"));
        assertThat(key.isRequired()).isFalse();
        assertThat(key.required().isRequired()).isTrue();
        assertThat(key.required().isSecret()).isTrue();
    }

    private static <T> ParseResult<T> read(Definition<T> definition, String json) {
        Document document = Document.of(new JobText("t.json", json), reference -> Resolution.KEPT);
        return document.reading().result(document.root().flatMap(root -> definition.read(root, document.reading())));
    }
}
