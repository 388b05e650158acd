package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.Incoming;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Writer;
import dev.sluice.preflight.Outcome;
import dev.sluice.row.BatchPool;
import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamWriterTest {
    private static final RowSchema TWO_TEXTS = new RowSchema(
            List.of(new Column("a", new ColumnType(25, "text")), new Column("b", new ColumnType(25, "text"))));

    private final BatchPool pool = new BatchPool(RowFormat.TEXT, BatchSize.DEFAULT, 1);

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            {} ! `a\tb\té\nnull\t\n`
            {"fieldDelimiter":"||","nullFormat":"-"} ! `a\tb||é\n-||\n`
            {"fieldDelimiter":"","nullFormat":""} ! `a\tbé\n\n`
            """)
    void printsValues(String parameter, String printed) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Writer writer = StreamJobs.writer(parameter, out)) {
            writer.prepare();
            try (RowSink sink = sink(writer)) {
                sink.write(batch("a\\tb\té\n", "\\N\t\n"));
                sink.commit();
            }
            writer.finish();
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(printed);
    }

    @Test
    void replacesAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("deep/er/rows.txt");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String parameter = "{\"path\":\"" + file.getParent() + "\",\"fileName\":\"rows.txt\"}";
        for (String value : List.of("old and long", "new")) {
            try (Writer writer = StreamJobs.writer(parameter, out)) {
                writer.prepare();
                try (RowSink one = sink(writer);
                        RowSink other = sink(writer)) {
                    one.write(batch(value + "\t1\n"));
                    other.write(batch(value + "\t2\n"));
                }
            }
        }

        assertThat(file).hasContent("new\t1\nnew\t2\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void tellsAFileThatCannotBe(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (Writer inFile = StreamJobs.writer(
                        "{\"path\":\"" + file + "\",\"fileName\":\"f\"}", OutputStream.nullOutputStream());
                Writer overFolder = StreamJobs.writer(
                        "{\"path\":\"" + folder + "\",\"fileName\":\".\"}", OutputStream.nullOutputStream())) {
            assertThatThrownBy(inFile::prepare)
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_FAILED))
                    .hasMessageStartingWith("The file " + file + "/f cannot be written: ");
            assertThat(overFolder.check(new Incoming(TWO_TEXTS, 1, Set.of())))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.FAILED));
        }
    }

    @Test
    void countsWhatItDropsAndGivesBatchesBack() throws Exception {
        try (Writer writer = StreamJobs.writer("{\"print\":false}", OutputStream.nullOutputStream());
                RowSink sink = sink(writer)) {
            for (int i = 0; i < 10; i++) {
                RowBatch batch = pool.take();
                batch.append(new byte[] {'\t', '\n'}, 0, 2);
                sink.write(batch);
            }
            assertThat(sink.committedRows()).isZero();
            sink.commit();
            assertThat(sink.committedRows()).isEqualTo(10);
            sink.commit();
            assertThat(sink.committedRows()).isEqualTo(10);
        }
    }

    @Test
    void takesTheFormsThatItCanShow() {
        try (Writer printing = StreamJobs.writer("{}", OutputStream.nullOutputStream());
                Writer dropping = StreamJobs.writer("{\"print\":\"false\"}", OutputStream.nullOutputStream())) {
            assertThat(printing.formats()).containsExactly(RowFormat.TEXT);
            assertThat(dropping.formats()).containsExactlyInAnyOrder(RowFormat.TEXT, RowFormat.BINARY);
            assertThat(printing.target(TWO_TEXTS)).isEqualTo(TWO_TEXTS);
            assertThat(printing.check(new Incoming(TWO_TEXTS, 1, Set.of()))
                            .get(0)
                            .detail())
                    .isEqualTo("rows are printed");
            assertThat(dropping.check(new Incoming(TWO_TEXTS, 1, Set.of()))
                            .get(0)
                            .detail())
                    .isEqualTo("rows are counted and dropped");
        }
    }

    private RowSink sink(Writer writer) {
        return writer.sink(TWO_TEXTS, RowFormat.TEXT, pool, row -> {
            throw new IllegalStateException("a stream refuses nothing");
        });
    }

    private RowBatch batch(String... rows) throws InterruptedException {
        RowBatch batch = pool.take();
        for (String row : rows) {
            byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
            batch.append(bytes, 0, bytes.length);
        }
        return batch;
    }
}
