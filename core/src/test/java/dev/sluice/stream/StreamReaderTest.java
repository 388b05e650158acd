package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Reader;
import dev.sluice.connector.Split;
import dev.sluice.connector.SplitPlan;
import dev.sluice.preflight.Outcome;
import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowFormat;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StreamReaderTest {
    private static final String EVERY_CONSTANT = """
            {"value":"a\\tb\\\\é"},
            {"type":"long","value":"-9223372036854775808"},
            {"type":"double","value":1.25},
            {"type":"date","value":"2014-10-12 01:02:03"},
            {"type":"date","value":"12/Oct/0044","dateFormat":"dd/MMM/yyyy"},
            {"type":"bool","value":"TRUE"},
            {"type":"bytes","value":"é"}
            """;
    private static final List<@Nullable String> ITS_ROW = List.of(
            "a\tb\\é", "-9223372036854775808", "1.25", "2014-10-12 01:02:03", "0044-10-12 00:00:00", "t", "\\xc3a9");

    @ParameterizedTest
    @EnumSource
    void givesConstantRows(RowFormat format) {
        Reader reader = StreamJobs.reader(EVERY_CONSTANT, 1000);

        assertThat(StreamJobs.rows(reader, split(reader), format, new BatchSize(5000, 300)))
                .isEqualTo(Collections.nCopies(1000, ITS_ROW));
    }

    @ParameterizedTest
    @EnumSource
    void givesConstantFieldsBesideRandomOnes(RowFormat format) {
        Reader reader = StreamJobs.reader(EVERY_CONSTANT + ",{\"type\":\"long\",\"random\":\"7,7\"}", 100);

        assertThat(StreamJobs.rows(reader, split(reader), format, BatchSize.DEFAULT))
                .hasSize(100)
                .allSatisfy(row -> {
                    assertThat(row.subList(0, 7)).isEqualTo(ITS_ROW);
                    assertThat(row.get(7)).isEqualTo("7");
                });
    }

    @Test
    void describesItsColumns() {
        assertThat(StreamJobs.reader(EVERY_CONSTANT, 1).schema().columns())
                .startsWith(
                        new Column("column1", new ColumnType(25, "text")),
                        new Column("column2", new ColumnType(20, "bigint")),
                        new Column("column3", new ColumnType(701, "double precision")),
                        new Column("column4", new ColumnType(1114, "timestamp without time zone")))
                .endsWith(
                        new Column("column6", new ColumnType(16, "boolean")),
                        new Column("column7", new ColumnType(17, "bytea")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            string; 0,3; [0-9A-Za-z]{0,3}; 4
            string; 8,8; [0-9A-Za-z]{8}; 1000
            long; 3,5; [345]; 3
            long; 0,9223372036854775807; [0-9]+; 1000
            long; 9223372036854775807,9223372036854775807; 9223372036854775807; 1
            double; 2,3; [23](\\.[0-9]+)?; 1000
            bytes; 1,2; \\\\x([0-9a-f]{2}){1,2}; 62
            bool; 0,5; t; 1
            bool; 5,0; f; 1
            bool; 0,0; t; 1
            bool; 1,1; [tf]; 2
            """)
    void drawsWithinItsBounds(String type, String bounds, String pattern, int atLeastDifferent) {
        Reader reader = StreamJobs.reader("{\"type\":\"" + type + "\",\"random\":\"" + bounds + "\"}", 20_000);
        for (RowFormat format : RowFormat.values()) {
            Set<@Nullable String> seen = new HashSet<>();
            for (List<@Nullable String> row : StreamJobs.rows(reader, split(reader), format, new BatchSize(9000, 99))) {
                assertThat(row.get(0)).matches(pattern);
                seen.add(row.get(0));
            }
            assertThat(seen).hasSizeGreaterThanOrEqualTo(atLeastDifferent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'2024-02-28 23:59:59,2024-03-01 00:00:00', yyyy-MM-dd HH:mm:ss, 2024-02-28 23:59:59, 2024-03-01 00:00:00",
        "'1960-01-01, 1960-01-01', yyyy-MM-dd, 1960-01-01 00:00:00, 1960-01-01 00:00:00",
    })
    void drawsDates(String bounds, String format, String earliest, String latest) {
        Reader reader = StreamJobs.reader(
                "{\"type\":\"date\",\"random\":\"" + bounds + "\",\"dateFormat\":\"" + format + "\"}", 5000);

        assertThat(StreamJobs.rows(reader, split(reader), RowFormat.BINARY, BatchSize.DEFAULT))
                .allSatisfy(row -> assertThat(row.get(0)).isBetween(earliest, latest));
    }

    @Test
    void drawsFalseAndTrueInTheirShares() {
        Reader reader = StreamJobs.reader("{\"type\":\"bool\",\"random\":\"29,70\"}", 100_000);
        long no = StreamJobs.rows(reader, split(reader), RowFormat.BINARY, BatchSize.DEFAULT).stream()
                .filter(row -> "f".equals(row.get(0)))
                .count();

        assertThat(no).isBetween(29_000L, 31_000L);
    }

    @Test
    void givesTheSameRowsWithTheSameSeedAndOthersWithAnother() {
        String columns = "{\"random\":\"20,20\"},{\"type\":\"double\",\"random\":\"0,9\"}";
        Reader reader = StreamJobs.reader(columns, 50, 1);
        Reader same = StreamJobs.reader(columns, 50, 1);
        Reader other = StreamJobs.reader(columns, 50, 2);
        List<Split> splits = reader.plan(2).splits();

        List<List<@Nullable String>> rows = rows(reader, splits.get(0), RowFormat.TEXT);
        assertThat(rows(same, same.plan(2).splits().get(0), RowFormat.BINARY)).isEqualTo(rows);
        assertThat(rows(reader, splits.get(1), RowFormat.TEXT)).isNotEqualTo(rows);
        assertThat(rows(other, split(other), RowFormat.TEXT)).isNotEqualTo(rows);
    }

    private static List<List<@Nullable String>> rows(Reader reader, Split split, RowFormat format) {
        return StreamJobs.rows(reader, split, format, BatchSize.DEFAULT);
    }

    @Test
    void plansOneSplitForEachChannel() {
        SplitPlan plan = StreamJobs.reader("{\"value\":\"x\"}", 10).plan(3);

        assertThat(plan.splits())
                .extracting(Split::label)
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(plan.estimatedRows()).hasValue(30);
        assertThat(StreamJobs.reader("{\"value\":\"x\"}", Long.MAX_VALUE)
                        .plan(2)
                        .estimatedRows())
                .isEqualTo(OptionalLong.empty());
    }

    @Test
    void findsNothingWrong() {
        assertThat(StreamJobs.reader("{\"value\":\"x\"}", 10).check())
                .singleElement()
                .satisfies(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.OK));
    }

    private static Split split(Reader reader) {
        return reader.plan(1).splits().get(0);
    }
}
