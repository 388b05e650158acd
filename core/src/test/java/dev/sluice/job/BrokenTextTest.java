package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no JSON, or no job at all. A backtick stands for a double quote. */
final class BrokenTextTest {
    static Stream<Broken> files() {
        return Stream.of(
                broken("nothing", "", "1:1: $: the text is empty; allowed is `{`"),
                broken("only a comment", "  // nothing\n", "2:1: $: the text is empty; allowed is `{`"),
                broken("a list", "[]", "1:1: $: the text does not hold an object; allowed is one object, in { }"),
                broken("a text", "`job`", "1:1: $: the text does not hold an object; allowed is one object, in { }"),
                broken(
                        "an empty object",
                        "{}",
                        "1:1: $: the file is of no known format; allowed is a batch job with `type`, `version` and `steps`, or a classic one with `job`, or a real-time job with `JobType`"),
                broken(
                        "a real-time job",
                        "{`JobType`: `DatabaseRealtimeMigration`}",
                        "1:1: $: the file is a real-time job; allowed here is a batch job with `type`, `version` and `steps`, or a classic one with `job`"),
                broken(
                        "both formats",
                        "{`type`: `job`, `job`: {}}",
                        "1:1: $: the file is of both formats; allowed is a batch job with `type`, `version` and `steps`, or a classic one with `job`, or a real-time job with `JobType`"),
                broken(
                        "an object without its end",
                        "{`type`: `job`",
                        "1:15: $: the text ends, but the `{` at 1:1 is not closed; allowed is `,` or `}`"),
                broken(
                        "a list without its end",
                        "{\n `steps`: [\n  {},\n",
                        "4:1: $.steps: the text ends, but the `[` at 2:11 is not closed; allowed is a value, or `]`"),
                broken(
                        "no comma between keys",
                        "{\n `type`: `job`\n `version`: `2.0`\n}",
                        "3:2: $: unexpected text; allowed is `,` or `}`"),
                broken(
                        "no comma in a list",
                        "{`steps`: [{} {}]}",
                        "1:15: $.steps: unexpected `{`; allowed is `,` or `]`"),
                broken(
                        "single quotes",
                        "{'type': 'job'}",
                        "1:2: $: unexpected single quote; allowed is a key in double quotes, or `}`"),
                broken(
                        "a value in single quotes",
                        "{`type`: 'job'}",
                        "1:10: $: unexpected single quote; allowed is a value (a text stands in double quotes)"),
                broken(
                        "a key without quotes",
                        "{type: `job`}",
                        "1:2: $: unexpected word; allowed is a key in double quotes, or `}`"),
                broken("no colon", "{`type` `job`}", "1:9: $: unexpected text; allowed is `:` after the key"),
                broken(
                        "a value without quotes",
                        "{`type`: job}",
                        "1:10: $: unexpected word; allowed is a value (a text stands in double quotes)"),
                broken(
                        "no value",
                        "{`steps`: [{`parameter`: }]}",
                        "1:26: $.steps[0]: unexpected `}`; allowed is a value"),
                broken(
                        "a text over the end of its line",
                        "{`type`: `job\n}",
                        "1:10: $.type: the text that begins here is not closed; allowed is a double quote at its end"),
                broken(
                        "a wrong escape",
                        "{`type`: `C:\\jobs`}",
                        "1:13: $.type: the backslash here begins no escape; allowed is \\\\ for a backslash, or \\` \\/ \\b \\f \\n \\r \\t \\u0000"),
                broken(
                        "a wrong unicode escape",
                        "{`type`: `\\u12x4`}",
                        "1:11: $.type: the backslash here begins no escape; allowed is \\\\ for a backslash, or \\` \\/ \\b \\f \\n \\r \\t \\u0000"),
                broken(
                        "a text that swallows a key",
                        "{`type`: `job,\n `version`: `2.0`}",
                        "1:10: $: the text that begins here is not closed; allowed is a double quote at its end"),
                broken(
                        "a key over the end of its line",
                        "{`type: 1,\n `version`: `2.0`}",
                        "1:2: $: the text that begins here is not closed; allowed is a double quote at its end"),
                broken("a bracket too many", "{`type`: `job`}}", "1:16: $: unexpected `}`; allowed is nothing more"),
                broken(
                        "a word after the end",
                        "{`type`: `job`} end",
                        "1:17: $: unexpected word; allowed is nothing more"),
                broken("the wrong bracket", "{`steps`: [1, 2}", "1:16: $.steps: unexpected `}`; allowed is `,` or `]`"),
                broken(
                        "a leading zero",
                        "{`type`: 01}",
                        "1:10: $: unexpected word; allowed is a value (a text stands in double quotes)"),
                broken("only a comma", "{,}", "1:2: $: unexpected `,`; allowed is a key in double quotes, or `}`"),
                broken("two commas", "{`steps`: [1,,2]}", "1:14: $.steps: unexpected `,`; allowed is a value, or `]`"),
                broken(
                        "an open comment",
                        "{`type`: `job`, /* and so on }",
                        "1:17: $: the comment that begins here is not closed; allowed is */ at its end"),
                broken("a hash comment", "{`type`: `job` # so\n}", "1:16: $: unexpected word; allowed is `,` or `}`"),
                broken(
                        "a key that comes twice",
                        "{`type`: `job`, `version`: `2.0`,\r\n `steps`: [],\r\n `steps`: []}",
                        "2:11: $.steps: there is no reader; allowed is one step of category reader",
                        "2:11: $.steps: there is no writer; allowed is one step of category writer",
                        "3:2: $.steps: the key `steps` is here a second time, first at 2:2; allowed is one of them"),
                broken(
                        "lines that end with carriage returns",
                        "{`type`: `job`,\r`version`: `2.0`,\r`steps`: 1}",
                        "3:10: $.steps: 1 is not allowed; allowed is a list of objects with `stepType`, `parameter`, `name` and `category`"),
                broken(
                        "a file with a byte order mark",
                        "\uFEFF{`type`: `job`, `version`: `2.0`, `steps`: 1}",
                        "1:44: $.steps: 1 is not allowed; allowed is a list of objects with `stepType`, `parameter`, `name` and `category`"),
                broken(
                        "a file that is right only at first sight",
                        "{`type`: `job`, `version`: `2.0`, `steps`: ${steps}, `x${key}`: 1}",
                        "1:44: $.steps: the variable `steps` has no value; allowed is to give one with -p steps=VALUE, or in the job's `parameters`",
                        "1:56: $: the variable `key` has no value; allowed is to give one with -p key=VALUE, or in the job's `parameters`"),
                broken(
                        "a list of no entry",
                        "{`job`: {`content`: []}}",
                        "1:21: $.job.content: the list is empty; allowed is one object with `reader` and `writer`"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEveryFaultAtItsPlace(Broken file) {
        ParseResult<BatchJob> result =
                TestConnectors.PARSER.read(new JobText("j.json", file.json()), TestConnectors.VARIABLES);

        assertThat(result.faults()).map(Fault::toString).containsExactlyElementsOf(file.faults());
        assertThat(result.value()).isEmpty();
    }

    private static Broken broken(String name, String json, String... faults) {
        List<String> expected =
                Arrays.stream(faults).map(fault -> "j.json:" + quoted(fault)).toList();
        return new Broken(name, quoted(json), expected);
    }

    private static String quoted(String text) {
        return text.replace('`', '"');
    }

    record Broken(String name, String json, List<String> faults) {
        @Override
        public String toString() {
            return name;
        }
    }
}
