package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classic files that are wrong in one place, and what is said about them. A backtick stands for a double quote. */
final class BrokenClassicJobTest {
    static Stream<Broken> files() {
        return Stream.of(
                broken(
                        "no content",
                        "`content`: [{",
                        "`contents`: [{",
                        "2:10: $.job: the required key `content` is missing; allowed is a list of objects",
                        "3:5: $.job.contents: unknown key `contents`; did you mean `content`?"),
                broken(
                        "a transformer",
                        "`transformer`: []",
                        "`transformer`: [{`name`: `dx_filter`}]",
                        "18:22: $.job.content[0].transformer: transformers are not supported yet; allowed is an empty list, and expressions in the reader's `column`"),
                broken(
                        "two entries",
                        "`transformer`: []",
                        "`transformer`: []}, {`reader`: {`name`: `streamreader`}, `writer`: {`name`: `streamwriter`}",
                        "3:16: $.job.content: a job has one reader and one writer; allowed is one entry: make a job of each"),
                broken(
                        "no reader",
                        "`reader`: {",
                        "`raeder`: {",
                        "3:17: $.job.content[0]: the required key `reader` is missing; allowed is an object with `name` and `parameter`",
                        "4:7: $.job.content[0].raeder: unknown key `raeder`; did you mean `reader`?"),
                broken(
                        "an unknown plug-in",
                        "`name`: `postgresqlreader`",
                        "`name`: `postgresreader`",
                        "5:17: $.job.content[0].reader.name: unknown connector `postgresreader`; did you mean `postgresqlreader`?"),
                broken(
                        "a plug-in at the wrong end",
                        "`name`: `postgresqlwriter`",
                        "`name`: `streamreader`",
                        "12:17: $.job.content[0].writer.name: `streamreader` cannot be a writer; allowed: postgresqlwriter, streamwriter"),
                broken(
                        "no channel in a classic file",
                        "`channel`: 3",
                        "`channel`: 0",
                        "20:38: $.job.setting.speed.channel: 0 is not allowed; allowed is a whole number from 1 to 64"),
                broken(
                        "a dry run",
                        "`setting`: {",
                        "`setting`: {`dryRun`: `true`, ",
                        "20:27: $.job.setting.dryRun: a dry run is a command of its own; allowed is false, and the command `sluice check`"),
                broken(
                        "a query to write",
                        "`table`: [`public.t2`]",
                        "`querySql`: [`select 1`]",
                        "15:70: $.job.content[0].writer.parameter.connection[0].querySql: `querySql` is refused: a writer writes tables, not queries"),
                broken(
                        "an address of the wrong kind",
                        "`jdbcUrl`: `jdbc:postgresql://h:5432/db2`",
                        "`jdbcUrl`: {`geheim`: 1}",
                        "15:38: $.job.content[0].writer.parameter.connection[0].jdbcUrl: the value (not shown, it is secret) is not allowed; allowed is a list of texts, or one text"),
                broken(
                        "a password of the wrong kind",
                        "`username`: `u`, `password`: `geheim`, `column`: [`id`, `v`], `preSql`",
                        "`username`: `u`, `password`: [`geheim`], `column`: [`id`, `v`], `preSql`",
                        "14:40: $.job.content[0].writer.parameter.password: the value (not shown, it is secret) is not allowed; allowed is a text"),
                broken(
                        "an unknown mode",
                        "`preSql`: [`delete from @table`]",
                        "`writeMode`: `merge`",
                        "14:86: $.job.content[0].writer.parameter.writeMode: `merge` is not allowed; allowed is one of insert, copy, upsert"),
                broken(
                        "a mode known elsewhere",
                        "`preSql`: [`delete from @table`]",
                        "`writeMode`: `REPLACE`",
                        "14:86: $.job.content[0].writer.parameter.writeMode: `REPLACE` is refused: it is spelled upsert"),
                broken(
                        "types that are no texts",
                        "`preSql`: [`delete from @table`]",
                        "`pgType`: {`a`: `jsonb`, `b c`: {}}",
                        "14:105: $.job.content[0].writer.parameter.pgType['b c']: an object is not allowed; allowed is a text"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysEveryFaultAtItsPlace(Broken file) {
        ParseResult<BatchJob> result =
                TestConnectors.PARSER.read(new JobText("j.json", file.json()), TestConnectors.VARIABLES);

        assertThat(result.faults()).map(Fault::toString).containsExactlyElementsOf(file.faults());
        assertThat(result.value()).isEmpty();
    }

    private static Broken broken(String name, String piece, String replacement, String... faults) {
        List<String> expected =
                Arrays.stream(faults).map(fault -> "j.json:" + quoted(fault)).toList();
        return new Broken(name, Samples.with(Samples.CLASSIC, quoted(piece), quoted(replacement)), expected);
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
