package dev.sluice.job;

import static dev.sluice.job.TestConnectors.PARSER;
import static dev.sluice.job.TestConnectors.VARIABLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.TestConnectors.ReaderOptions;
import dev.sluice.job.TestConnectors.StreamOptions;
import dev.sluice.job.TestConnectors.WriterOptions;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JobParserTest {
    @Test
    void readsAReaderSampleWithCommentsAndNumbersAsTexts() {
        BatchJob job = parse("""
                {
                "type": "job",
                "version": "2.0",
                "steps": [
                {
                "stepType": "postgresql",
                "parameter": {
                "datasource": "pg_src", // Data source name
                "column": [ // "Columns" to sync
                "col1",
                "col2"
                ],
                "where": "", /* no filter,
                                really */
                "splitPk": "",
                "table": "public.orders", // Table name
                },
                "name": "Reader",
                "category": "reader"
                },
                {
                "stepType": "stream",
                "parameter": {},
                "name": "Writer",
                "category": "writer"
                }
                ],
                "setting": {
                "errorLimit": {
                "record": "0"// Maximum number of error records
                },
                "speed": {
                "throttle": true, // false: mbps has no effect
                "concurrent": 1,
                "mbps": "12"
                }
                },
                "order": {"hops": [{"from": "Reader", "to": "Writer"}]}
                }
                """);

        ReaderOptions reader = job.reader().options(ReaderOptions.class);
        assertThat(reader.relations())
                .isEqualTo(new Relations(new Endpoint.Named("pg_src"), List.of("public.orders"), List.of()));
        assertThat(reader.columns()).containsExactly("col1", "col2");
        assertThat(reader.where()).isEmpty();
        assertThat(reader.splitFactor()).isEqualTo(5);
        assertThat(job.reader().connector()).isEqualTo("postgresql");
        assertThat(job.writer()).isEqualTo(new Step("Writer", "stream", false));
        assertThat(job.settings().speed().bytesPerSecond()).hasValue(12 * 1_048_576);
        assertThat(job.format()).isEqualTo(Format.V2);
        assertThat(job.notes()).isEmpty();
    }

    @Test
    void readsAWriterSample() {
        BatchJob job = parse("""
                {
                "type": "job",
                "version": "2.0",
                "steps": [
                {"stepType": "stream", "parameter": {}, "name": "Reader", "category": "reader"},
                {
                "stepType": "postgresql",
                "parameter": {
                "datasource": "pg_dst",
                "column": ["col1", "col2"],
                "table": "ods.orders",
                "preSql": [],
                "postSql": []
                },
                "name": "Writer",
                "category": "writer"
                }
                ],
                "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": true, "concurrent": 1, "mbps": "12"}},
                "order": {"hops": [{"from": "Reader", "to": "Writer"}]}
                }
                """);

        WriterOptions writer = job.writer().options(WriterOptions.class);
        assertThat(writer.relations().tables()).containsExactly("ods.orders");
        assertThat(writer.preSql()).isEmpty();
        assertThat(writer.mode()).isEqualTo(TestConnectors.WriteMode.INSERT);
        assertThat(job.reader().options(StreamOptions.class)).isEqualTo(new StreamOptions(List.of(), 1));
    }

    @Test
    void readsWhatANewerEditorWrites() {
        ParseResult<BatchJob> result = read("""
                { "type":"job", "version":"2.0",
                  "steps":[
                    {"stepType":"postgresql","name":"Reader","category":"reader",
                     "parameter":{"datasource":"pg_src","table":"public.orders","column":["id","\\"123Test\\"","amount::varchar","'const'","now()"],
                                  "where":"gmt_modified >= '${bizdate}'","splitPk":"id","splitFactor":5,"fetchSize":512}},
                    {"stepType":"postgresql","name":"Writer","category":"writer",
                     "parameter":{"datasource":"pg_dst","table":"ods.orders","column":["id","n","amount","c","ts"],
                                  "writeMode":"insert","batchSize":1024,"preSql":["delete from ods.orders where dt='${bizdate}'"],"postSql":[],
                                  "pgType":{"tags":"text[]","doc":"jsonb"}}} ],
                  "setting":{ "errorLimit":{"strategy":"Tolerance","record":"10"},
                              "speed":{"throttle":true,"concurrent":3,"mbps":"12"},
                              "executeMode":null, "jvmOption":"-Xms1024m -Xmx1024m", "failoverEnable":false,
                              "common":{"column":{"timeZone":"Asia/Shanghai"}} },
                  "order":{"hops":[{"from":"Reader","to":"Writer"}]},
                  "extend":{"mode":"code","__new__":true,"formatType":"datax","resourceGroup":"group","cu":"0.5"} }
                """);

        assertThat(result.notes())
                .map(Note::path)
                .containsExactly("$.setting.jvmOption", "$.setting.failoverEnable", "$.extend");
        BatchJob job = result.value().orElseThrow();
        assertThat(job.reader().options(ReaderOptions.class).where()).hasValue("gmt_modified >= '20240229'");
        assertThat(job.reader().options(ReaderOptions.class).columns()).contains("\"123Test\"", "'const'");
        assertThat(job.writer().options(WriterOptions.class).preSql())
                .containsExactly("delete from ods.orders where dt='20240229'");
        assertThat(job.variables()).isEqualTo(Map.of("${bizdate}", "20240229"));
        assertThat(job.settings().timeZone()).hasValue(ZoneId.of("Asia/Shanghai"));
    }

    @Test
    void readsTypesOfColumnsInAClassicFile() {
        BatchJob job = parse(Samples.with(Samples.CLASSIC, "\"preSql\": [\"delete from @table\"]", """
                "pgType": {"bigint_arr": "bigint[]", "double_arr": "double[]", "text_arr": "text[]",
                           "jsonb_obj": "jsonb", "json_obj": "json"}"""));

        assertThat(job.writer().options(WriterOptions.class).pgType())
                .containsExactly(
                        Map.entry("bigint_arr", "bigint[]"),
                        Map.entry("double_arr", "double[]"),
                        Map.entry("text_arr", "text[]"),
                        Map.entry("jsonb_obj", "jsonb"),
                        Map.entry("json_obj", "json"));
    }

    @Test
    void readsAClassicFileWithItsOwnConnections() {
        BatchJob job = parse(Samples.CLASSIC);

        Relations source = job.reader().options(ReaderOptions.class).relations();
        assertThat(source.tables()).containsExactly("public.t");
        assertThat(source.endpoint()).isInstanceOfSatisfying(Endpoint.Inline.class, inline -> {
            assertThat(inline.dataSource().location())
                    .isEqualTo(new Location.JdbcUrls(List.of("jdbc:postgresql://h:5432/db?password=geheim")));
            assertThat(inline.dataSource().login().username()).hasValue("u");
            assertThat(inline.dataSource().login().password()).hasValue(new Secret("geheim"));
            assertThat(inline.dataSource().type()).isEqualTo("postgresql");
        });
        assertThat(job.format()).isEqualTo(Format.CLASSIC);
        assertThat(job.settings().speed().channels()).isEqualTo(3);
    }

    @Test
    void neverShowsASecretOfAJob() {
        BatchJob job = PARSER.parse(
                new JobText("j.json", Samples.CLASSIC.replace("\"password\": \"geheim\"", "\"password\": \"${pw}\"")),
                TestConnectors.given(Map.of("pw", "geheim")));

        assertThat(job.toString()).contains("***").doesNotContain("geheim");
        assertThat(job.variables()).isEmpty();
    }

    @Test
    void takesDataSourcesInsideConnections() {
        BatchJob job = parse(Samples.with(
                Samples.V2,
                "\"datasource\": \"src\", \"table\": \"public.t\"",
                "\"connection\": [{\"datasource\": \"src\", \"table\": [\"a\", \"b\"]}]"));

        assertThat(job.reader().options(ReaderOptions.class).relations())
                .isEqualTo(new Relations(new Endpoint.Named("src"), List.of("a", "b"), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"table\": \"public.t\" | \"querySql\": \"select 1\"",
                "\"table\": \"public.t\" | \"querySql\": [\"select 1\", \"\"]",
                "\"table\": \"public.t\" | \"connection\": [{\"querySql\": [\"select 1\"]}]"
            })
    void takesAQueryInsteadOfATable(String piece, String replacement) {
        BatchJob job = parse(Samples.with(Samples.V2, piece, replacement));

        Relations relations = job.reader().options(ReaderOptions.class).relations();
        assertThat(relations.queries()).containsExactly("select 1");
        assertThat(relations.tables()).isEmpty();
    }

    @Test
    void takesTablesOfOneDatabaseFromSeveralConnections() {
        BatchJob job = parse(
                Samples.with(
                        Samples.CLASSIC,
                        "[{\"jdbcUrl\": \"jdbc:postgresql://h:5432/db2\", \"table\": [\"public.t2\"]}]",
                        "[{\"jdbcUrl\": \"jdbc:postgresql:a\", \"table\": [\"x\"]}, {\"jdbcUrl\": [\"jdbc:postgresql:a\"], \"table\": \"y\"}]"));

        assertThat(job.writer().options(WriterOptions.class).relations().tables())
                .containsExactly("x", "y");
    }

    @Test
    void takesStepsInAnyOrderAndWithoutNamesOrHops() {
        BatchJob job = parse("""
                {"version": 2.0, "type": "JOB", "steps": [
                  {"category": "writer", "stepType": "stream"},
                  {"category": "Reader", "stepType": "stream", "parameter": null}]}
                """);

        assertThat(job.reader().name()).isEqualTo("Reader");
        assertThat(job.writer().name()).isEqualTo("Writer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "setting": {         | "extend": {"mode": "code"}, "setting": { | "extend" has no effect here: it is about the editor that made the file
            "concurrent": 1      | "concurrent": 1, "dmu": "1"              | "dmu" has no effect here: there are no resource units
            "setting": {         | "setting": {"jvmOption": "-Xmx1g",       | "jvmOption" has no effect here: the memory of the process is set where it is started
            "setting": {         | "setting": {"failoverEnable": false,     | "failoverEnable" has no effect here: a run that died goes on with `sluice run --resume`
            "stepType": "stream" | "stepType": "streamwriter"               | "streamwriter" is taken as "stream", its name in files of this format
            "throttle": true     | "throttle": "false"                      | mbps has no effect unless throttle is true
            "mbps": "12"         | "mbps": ""                               | nothing is throttled, since there is no "mbps"
            "record": "0"        | "record": 5, "percentage": 0.1           | percentage has no effect beside record
            "record": "0"        | "record": 5, "strategy": "ignore"        | the strategy Ignore decides; record and percentage have no effect
            "record": "0"        | "record": 5, "strategy": "ZeroTolerance" | the strategy ZeroTolerance decides; record and percentage have no effect
            """)
    void notesWhatHasNoEffect(String piece, String replacement, String note) {
        ParseResult<BatchJob> result = read(Samples.with(Samples.V2, piece, replacement));

        assertThat(result.faults()).isEmpty();
        assertThat(result.notes()).map(Note::message).containsExactly(note);
        assertThat(result.value().orElseThrow().notes()).isEqualTo(result.notes());
    }

    @Test
    void takesTheNamesOf2Point0InAClassicFile() {
        ParseResult<BatchJob> result =
                read(Samples.with(Samples.CLASSIC, "\"name\": \"postgresqlreader\"", "\"name\": \"postgresql\""));

        assertThat(result.value().orElseThrow().reader().connector()).isEqualTo("postgresql");
        assertThat(result.notes().get(0))
                .hasToString("j.json:5:17: $.job.content[0].reader.name: \"postgresql\" is taken as"
                        + " \"postgresqlreader\", its name in files of this format");
    }

    @Test
    void keepsTextsOverSeveralLines() {
        BatchJob job = parse(Samples.with(
                Samples.V2,
                "\"where\": \"\"",
                "\"where\": \"a = 1 -- no comment of JSON's // nor this\n\tand b = 2\""));

        assertThat(job.reader().options(ReaderOptions.class).where())
                .hasValue("a = 1 -- no comment of JSON's // nor this\n\tand b = 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "orders.json", "jobs/orders.jsonc", "C:\\jobs\\orders.json", "/a.b/orders.json"})
    void callsAJobByItsFile(String fileName) {
        assertThat(PARSER.parse(new JobText(fileName, Samples.V2), VARIABLES).name())
                .isEqualTo("orders");
    }

    @Test
    void throwsAllFaultsAtOnce() {
        String text =
                Samples.V2.replace("\"concurrent\": 1", "\"concurrent\": 0").replace("\"print\"", "\"prnt\"");

        assertThatThrownBy(() -> PARSER.parse(new JobText("a.json", text), VARIABLES))
                .isInstanceOfSatisfying(SyncException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.FILE_INVALID);
                    assertThat(error).hasMessage("""
                            a.json:13:21: $.steps[1].parameter.prnt: unknown key "prnt"; did you mean "print"?
                            a.json:20:47: $.setting.speed.concurrent: 0 is not allowed; allowed is a whole number from 1 to 64""");
                    assertThat(error.hint()).hasValue("Correct these places in a.json.");
                });
    }

    @Test
    void showsNoMoreFaultsThanAnybodyReads() {
        String columns = IntStream.range(0, 2_000).mapToObj(i -> "null").collect(Collectors.joining(","));
        String text = Samples.with(Samples.V2, "\"column\": [\"a\", \"b\"]", "\"column\": [" + columns + "]");

        assertThat(read(text).faults()).hasSize(1_000);
        assertThatThrownBy(() -> parse(text))
                .message()
                .endsWith("\nand 900 more")
                .hasLineCount(101);
    }

    @Test
    void boundsWhatItReads() {
        String deep = "{\"a\": " + "[".repeat(100) + "]".repeat(100) + "}";
        String wide = "{\"a\": [" + "1,".repeat(100_001) + "]}";
        String big = " ".repeat(16 * 1024 * 1024 + 1);

        assertThat(read(deep).faults())
                .map(Fault::message)
                .containsExactly("the nesting is too deep; allowed are 100 levels");
        assertThat(read(wide).faults()).map(Fault::message).containsExactly("too many elements; allowed are 100000");
        assertThat(read(big).faults())
                .map(Fault::message)
                .containsExactly("the file is too long; allowed are 16777216 characters");
    }

    @Test
    void takesWhatIsJustInBounds() {
        String columns = "\"c\",".repeat(100_000);

        BatchJob job = parse(Samples.with(Samples.V2, "\"column\": [\"a\", \"b\"]", "\"column\": [" + columns + "]"));

        assertThat(job.reader().options(ReaderOptions.class).columns()).hasSize(100_000);
    }

    private static BatchJob parse(String text) {
        return PARSER.parse(new JobText("j.json", text), VARIABLES);
    }

    private static ParseResult<BatchJob> read(String text) {
        return PARSER.read(new JobText("j.json", text), VARIABLES);
    }
}
