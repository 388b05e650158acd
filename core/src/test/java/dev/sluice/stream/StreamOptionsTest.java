package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.BatchJob;
import dev.sluice.job.Fault;
import dev.sluice.job.Format;
import dev.sluice.job.ParseResult;
import dev.sluice.row.BatchSize;
import dev.sluice.row.RowFormat;
import dev.sluice.stream.StreamWriterOptions.Destination;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamOptionsTest {
    private static final String ONE_ROW = "{\"column\":[{\"value\":\"x\"}],\"sliceRecordCount\":1}";

    @Test
    void readsBothFormats() {
        BatchJob v2 = StreamJobs.read("{\"column\":[{\"random\":\"8,15\"}],\"sliceRecordCount\":\"1000\"}", "{}");
        BatchJob classic = StreamJobs.parse(
                        "{\"job\":{\"setting\":{\"speed\":{\"channel\":1}},\"content\":[{"
                                + "\"reader\":{\"name\":\"streamreader\",\"parameter\":{\"sliceRecordCount\":1000,"
                                + "\"column\":[{\"random\":\"8,15\",\"type\":\"STRING\"},{\"type\":\"Long\",\"value\":1}]}},"
                                + "\"writer\":{\"name\":\"streamwriter\",\"parameter\":{\"print\":false,\"encoding\":\"UTF-8\"}}}]}}")
                .value()
                .orElseThrow();

        assertThat(v2.format()).isEqualTo(Format.V2);
        assertThat(classic.format()).isEqualTo(Format.CLASSIC);
        for (BatchJob job : List.of(v2, classic)) {
            assertThat(job.reader().connector()).isEqualTo("stream");
            assertThat(job.reader().options(StreamReaderOptions.class).rowsPerChannel())
                    .isEqualTo(1000);
        }
        assertThat(classic.reader().options(StreamReaderOptions.class).columns())
                .extracting(StreamColumn::kind)
                .containsExactly(ColumnKind.STRING, ColumnKind.LONG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | | the column has neither "value" nor "random"; allowed is one of them
            {"type":"date"} | | the column has neither "value" nor "random"; allowed is one of them
            {"value":null} | | the column has neither "value" nor "random"; allowed is one of them
            {"type":"int","value":1} | .type | "int" is not allowed; allowed is one of string, long, double, date, bool, bytes
            {"type":"long","value":"1.5"} | .value | "1.5" is not allowed; allowed is a whole number of up to 64 bits
            {"type":"long","value":"9223372036854775808"} | .value | "9223372036854775808" is not allowed; allowed is a whole number of up to 64 bits
            {"type":"long","value":""} | .value | "" is not allowed; allowed is a whole number of up to 64 bits
            {"type":"double","value":"x"} | .value | "x" is not allowed; allowed is a number, NaN or Infinity
            {"type":"bool","value":"yes"} | .value | "yes" is not allowed; allowed is true or false
            {"type":"date","value":"2024-02-30 00:00:00"} | .value | "2024-02-30 00:00:00" is not a date of dateFormat "yyyy-MM-dd HH:mm:ss"
            {"type":"date","value":"2024-02-03"} | .value | "2024-02-03" is not a date of dateFormat "yyyy-MM-dd HH:mm:ss"
            {"type":"date","value":"10","dateFormat":"HH"} | .value | dateFormat "HH" has no day; allowed is one with year, month and day
            {"type":"date","random":"2024-01-02 00:00:00,2024-01-01 00:00:00"} | .random | "2024-01-02 00:00:00,2024-01-01 00:00:00" is not allowed; allowed are two dates, the earlier one first
            {"type":"date","random":"1,2"} | .random | "1" is not a date of dateFormat "yyyy-MM-dd HH:mm:ss"
            {"random":"8"} | .random | "8" is not allowed; allowed are two bounds with a comma between them
            {"random":"8,x"} | .random | "8,x" is not allowed; allowed are two whole numbers from 0 on, such as "8,15"
            {"random":"-1,5"} | .random | "-1,5" is not allowed; allowed are two whole numbers from 0 on, such as "8,15"
            {"random":"1,5.5","type":"double"} | .random | "1,5.5" is not allowed; allowed are two whole numbers from 0 on, such as "8,15"
            {"random":"5,1"} | .random | "5,1" is not allowed; allowed are two numbers, the lower one first
            {"random":"5,1","type":"long"} | .random | "5,1" is not allowed; allowed are two numbers, the lower one first
            {"random":"0,16777217"} | .random | "0,16777217" is not allowed; allowed are lengths up to 16777216
            """)
    void tellsFaultsOfAColumnAtTheirPlace(String column, @Nullable String path, String message) {
        List<Fault> faults = StreamJobs.parse(
                        StreamJobs.job("{\"sliceRecordCount\":1,\"column\":[{\"value\":\"ok\"}," + column + "]}", "{}"))
                .faults();

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).message()).isEqualTo(message);
        assertThat(faults.get(0).path()).isEqualTo("$.steps[0].parameter.column[1]" + (path == null ? "" : path));
        assertThat(faults.get(0).line()).isEqualTo(2);
    }

    @Test
    void tellsAFormatThatIsNone() {
        assertThat(
                        messages(
                                "{\"sliceRecordCount\":1,\"column\":[{\"type\":\"date\",\"value\":\"x\",\"dateFormat\":\"bb\"}]}"))
                .singleElement()
                .asString()
                .startsWith("dateFormat \"bb\" is not one: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"column":[],"sliceRecordCount":1} | no column is there
            {"sliceRecordCount":1} | column
            {"column":[{"value":"x"}]} | sliceRecordCount
            {"column":[{"value":"x"}],"sliceRecordCount":0} | 0 is not allowed
            {"column":[{"value":"x"}],"sliceRecordCount":"many"} | "many" is not allowed
            {"column":[{"value":"x","typ":"long"}],"sliceRecordCount":1} | type
            """)
    void tellsFaultsOfTheReader(String parameter, String message) {
        assertThat(messages(parameter)).singleElement().asString().contains(message);
    }

    private static List<String> messages(String reader) {
        return StreamJobs.parse(StreamJobs.job(reader, "{}")).faults().stream()
                .map(Fault::message)
                .toList();
    }

    @Test
    void tellsAllFaultsInOnePass() {
        assertThat(
                        messages(
                                "{\"sliceRecordCount\":0,\"column\":[{\"type\":\"long\",\"value\":\"x\"},{},{\"random\":\"1\"}]}"))
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"value":"v","random":"1,2"} | v
            {"value":"","random":"1,1"} | .
            {"value":""} | ''
            """)
    void prefersTheValueUnlessItIsBlank(String column, String pattern) {
        assertThat(StreamJobs.rows(
                                StreamJobs.reader(column, 1),
                                new StreamSplit(1, 1, 7),
                                RowFormat.TEXT,
                                BatchSize.DEFAULT)
                        .get(0)
                        .get(0))
                .matches(pattern);
    }

    @Test
    void notesWhatHasNoEffect() {
        ParseResult<BatchJob> result = StreamJobs.parse(StreamJobs.job(
                "{\"datasource\":\"x\",\"sliceRecordCount\":1,\"column\":[{\"value\":\"v\",\"random\":\"1,2\"}]}",
                "{\"path\":\"/tmp\",\"sleepTime\":1}"));

        assertThat(result.notes())
                .extracting(note -> note.path())
                .contains(
                        "$.steps[0].parameter.column[0].random",
                        "$.steps[0].parameter.datasource",
                        "$.steps[1].parameter.path",
                        "$.steps[1].parameter.sleepTime");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | Output
            {"print":"TRUE"} | Output
            {"print":false} | Nowhere
            {"print":false,"path":"","fileName":""} | Nowhere
            {"print":false,"path":"/tmp/x","fileName":"y"} | File
            """)
    void readsWhereRowsGo(String parameter, String destination) {
        StreamWriterOptions options =
                StreamJobs.read(ONE_ROW, parameter).writer().options(StreamWriterOptions.class);

        assertThat(options.destination().getClass().getSimpleName()).isEqualTo(destination);
        assertThat(options.lines()).isEqualTo(new StreamWriterOptions.Lines("\t", "null"));
    }

    @Test
    void readsHowRowsAreWritten() {
        StreamWriterOptions options = StreamJobs.read(
                        ONE_ROW,
                        "{\"fieldDelimiter\":\"||\",\"nullFormat\":\"\",\"path\":\"/tmp/x\",\"fileName\":\"y\"}")
                .writer()
                .options(StreamWriterOptions.class);

        assertThat(options.lines()).isEqualTo(new StreamWriterOptions.Lines("||", ""));
        assertThat(options.destination()).isEqualTo(new Destination.File(Path.of("/tmp/x/y")));
    }

    @Test
    void tellsAPathThatIsNone() {
        assertThat(StreamJobs.parse(StreamJobs.job(ONE_ROW, "{\"path\":\"/tmp\",\"fileName\":\"a\\u0000b\"}"))
                        .faults())
                .singleElement()
                .extracting(Fault::path)
                .isEqualTo("$.steps[1].parameter.fileName");
    }
}
