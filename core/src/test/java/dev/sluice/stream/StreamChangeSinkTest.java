package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.batch.HandTime;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.Lsn;
import dev.sluice.job.JobParser;
import dev.sluice.job.JobText;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.job.Variables;
import dev.sluice.row.ColumnType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamChangeSinkTest {
    private static final TableName NAME = new TableName("public", "t");
    private static final RealtimeJob JOB = (RealtimeJob) new JobParser(List.of())
            .parseAny(new JobText("printed.json", """
                    {"Name": "printed", "JobType": "DatabaseRealtimeMigration", "MigrationType": "RealtimeIncremental",
                     "SourceDataSourceSettings": [{"DataSourceName": "source"}], "DestinationDataSourceType": "stream",
                     "TableMappings": [{"SourceObjectSelectionRules": [
                         {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Exact", "Expression": "t"}]}]}
                    """), Variables.of(Map.of(), Instant.EPOCH, ZoneOffset.UTC));
    private static final String UNCHANGED = "<unchanged>";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HandTime time = new HandTime();
    private final StreamChangeSink sink = new StreamChangeSink(JOB, out, ZoneOffset.UTC, time);
    private final ChangeBatch batch = new ChangeBatch(100);

    @BeforeEach
    void prepare() {
        sink.prepare(List.of(new SourceTable("source", "shop", NAME)));
    }

    private static ChangedTable table(int oid, String type) {
        return new ChangedTable(
                1,
                NAME,
                ChangedTable.Identity.DEFAULT,
                List.of(
                        new ChangedColumn("id", new ColumnType(23, "integer"), true),
                        new ChangedColumn("v", new ColumnType(oid, type), false)));
    }

    /** Appends a change of a table with an id and a text; each tuple is a letter and its values. */
    private void change(ChangeKind kind, ChangedTable table, String... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        for (int i = 0; i < parts.length; i += 3) {
            bytes.put((byte) parts[i].charAt(0)).putShort((short) 2);
            field(bytes, parts[i + 1]);
            field(bytes, parts[i + 2]);
        }
        batch.append(kind, table, bytes.array(), 0, bytes.position());
    }

    private static void field(ByteBuffer bytes, String value) {
        if (value.equals("<null>") || value.equals(UNCHANGED)) {
            bytes.put((byte) (value.equals("<null>") ? 'n' : 'u'));
            return;
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        bytes.put((byte) 't').putInt(text.length).put(text);
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> payloads() {
        sink.apply(batch);
        return printed().stream()
                .map(line -> line.substring(line.indexOf("\"payload\":") + 10, line.length() - 1))
                .toList();
    }

    @Test
    void saysWhereARowIsAndWhatItsColumnsAre() {
        change(ChangeKind.INSERT, table(25, "text"), "N", "1", "one");
        sink.apply(batch);

        assertThat(printed())
                .containsExactly("{\"schema\":{\"dataColumn\":[{\"name\":\"id\",\"type\":\"LONG\"},"
                        + "{\"name\":\"v\",\"type\":\"STRING\"}],\"primaryKey\":[\"id\"],\"source\":"
                        + "{\"dbType\":\"PostgreSQL\",\"dbName\":\"shop\",\"schemaName\":\"public\","
                        + "\"tableName\":\"t\"}},\"payload\":{\"before\":null,\"after\":{\"dataColumn\":"
                        + "{\"id\":1,\"v\":\"one\"}},\"op\":\"INSERT\"}}");
    }

    @Test
    void tellsOfEveryKindOfChange() {
        ChangedTable table = table(25, "text");
        change(ChangeKind.INSERT, table, "N", "1", "<null>");
        change(ChangeKind.UPDATE, table, "N", "1", UNCHANGED);
        change(ChangeKind.UPDATE, table, "K", "1", "<null>", "N", "2", "two");
        change(ChangeKind.UPDATE, table, "O", "2", "<null>", "N", "2", "文\n\"");
        change(ChangeKind.DELETE, table, "K", "2", "<null>");
        batch.append(new ChangeBatch.Truncation(List.of(table), false, Optional.empty()));
        batch.append(new ChangeBatch.Truncation(List.of(table), false, Optional.of("id > 1")));

        assertThat(payloads())
                .containsExactly(
                        "{\"before\":null,\"after\":{\"dataColumn\":{\"id\":1,\"v\":null}},\"op\":\"INSERT\"}",
                        "{\"before\":null,\"after\":{\"dataColumn\":{\"id\":1}},\"op\":\"UPDATE\",\"unchanged\":[\"v\"]}",
                        "{\"before\":{\"dataColumn\":{\"id\":1}},\"after\":{\"dataColumn\":{\"id\":2,\"v\":\"two\"}},"
                                + "\"op\":\"UPDATE\"}",
                        "{\"before\":{\"dataColumn\":{\"id\":2,\"v\":null}},\"after\":{\"dataColumn\":"
                                + "{\"id\":2,\"v\":\"文\\n\\\"\"}},\"op\":\"UPDATE\"}",
                        "{\"before\":{\"dataColumn\":{\"id\":2}},\"after\":null,\"op\":\"DELETE\"}",
                        "{\"before\":null,\"after\":null,\"op\":\"TRUNCATE\"}",
                        "{\"before\":null,\"after\":null,\"op\":\"TRUNCATE\",\"where\":\"id > 1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "16 | boolean | t | true",
                "16 | boolean | f | false",
                "20 | bigint | -9223372036854775808 | -9223372036854775808",
                "701 | double precision | 1e+300 | 1e+300",
                "701 | double precision | -0 | -0",
                "701 | double precision | NaN | \"NaN\"",
                "701 | double precision | -Infinity | \"-Infinity\"",
                "1700 | numeric | 12345678901234567890.12345678901234567890 | \"12345678901234567890.12345678901234567890\"",
                "17 | bytea | \\x00ff10 | \"AP8Q\"",
                "17 | bytea | \\x | \"\"",
                "1082 | date | 2026-01-31 | 1769817600000",
                "1184 | timestamp with time zone | 2026-01-31 12:34:56.123456+00 | 1769862896123.456",
                "1114 | timestamp without time zone | infinity | \"infinity\"",
                "3802 | jsonb | {\"a\": 1} | \"{\\\"a\\\": 1}\"",
                "1007 | integer[] | {1,NULL} | \"{1,NULL}\""
            })
    void losesNothingOfAValue(int oid, String type, String text, String json) {
        change(ChangeKind.INSERT, table(oid, type), "N", "1", text);

        assertThat(payloads()).singleElement().asString().contains("{\"id\":1,\"v\":" + json + "}");
    }

    @Test
    void saysWhereAndWhenAChangeWasCommitted() {
        batch.begin(new ChangeBatch.Transaction(new Lsn(0x1234), Instant.parse("2026-01-31T12:34:56.123456Z")));
        change(ChangeKind.DELETE, table(25, "text"), "K", "2", "<null>");

        assertThat(payloads())
                .singleElement()
                .asString()
                .contains("\"op\":\"DELETE\",\"position\":\"0/1234\",\"commitTime\":\"2026-01-31T12:34:56.123456Z\"");
    }

    @Test
    void beatsWhenSomethingWasPrintedAndNowAndThen() {
        sink.commit(new Lsn(0x10));
        sink.commit(new Lsn(0x20));
        assertThat(printed()).containsExactly(heartbeat("0/10"));

        time.pass(Duration.ofSeconds(10));
        sink.commit(new Lsn(0x30));
        assertThat(printed()).hasSize(2).endsWith(heartbeat("0/30"));

        change(ChangeKind.INSERT, table(25, "text"), "N", "1", "x");
        sink.apply(batch);
        sink.commit(new Lsn(0x40));
        assertThat(printed()).hasSize(4).endsWith(heartbeat("0/40"));
    }

    private static String heartbeat(String position) {
        return "{\"schema\":null,\"payload\":{\"op\":\"MHEARTBEAT\",\"position\":\"" + position + "\"}}";
    }

    @Test
    void printsNothingMoreWhenItIsCancelled() {
        sink.cancel();

        SyncException refused = catchThrowableOfType(SyncException.class, () -> sink.commit(new Lsn(1)));

        assertThat(refused.code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(printed()).isEmpty();
    }
}
