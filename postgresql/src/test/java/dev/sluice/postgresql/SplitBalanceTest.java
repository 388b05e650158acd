package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes of splits, in rows. */
final class SplitBalanceTest {
    private static final int SPLITS = 20;

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static List<Long> sizes(TestJob job) throws SQLException {
        assertThat(job.check()).noneMatch(finding -> finding.check().equals("plan"));
        List<Long> sizes = new ArrayList<>();
        for (PostgresSplit split : job.splits()) {
            sizes.add(Long.valueOf(Objects.requireNonNull(
                    databases.source().value("SELECT count(*) FROM (" + split.select() + "\n) AS split"))));
        }
        return sizes;
    }

    private static TestJob job(String type, String key, int rows) throws SQLException {
        databases.onBoth("CREATE TABLE t (k " + type + ", v text)");
        databases
                .source()
                .execute(
                        "INSERT INTO t SELECT " + key + ", repeat('x', 50) FROM generate_series(1, " + rows + ") i",
                        "CREATE INDEX ON t (k)");
        return databases.job().table("t").splitPk("k").channels(4).splitFactor(SPLITS / 4);
    }

    static Stream<Arguments> spreads() {
        return Stream.of(
                Arguments.of("even", "bigint", "i"),
                Arguments.of(
                        "90% in 1% of the range", "bigint", "CASE WHEN i % 10 > 0 THEN 5000000 + i ELSE i * 500 END"),
                Arguments.of(
                        "outliers",
                        "bigint",
                        "CASE i WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807 ELSE i END"),
                Arguments.of("negative", "bigint", "-i"),
                Arguments.of("exponential", "numeric", "power(1.01, i % 5000)::numeric"),
                Arguments.of("common prefix", "text", "'customer-' || i"),
                Arguments.of("random", "uuid", "md5(i::text)::uuid"),
                Arguments.of(
                        "last day",
                        "timestamp",
                        "timestamp '2024-01-01' - CASE WHEN i % 10 > 0 THEN i * interval '1 s' ELSE i * interval '1 day' END"),
                Arguments.of("of one length", "bit(16)", "i::bit(16)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spreads")
    void smallTablesAreCutExactly(String name, String type, String key) throws SQLException {
        List<Long> sizes = sizes(job(type, key, 20000));

        assertThat(sizes.subList(0, SPLITS)).allSatisfy(size -> assertThat(size).isBetween(900L, 1100L));
        assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(20000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spreads")
    void queriesAreCutExactly(String name, String type, String key) throws SQLException {
        List<Long> sizes = sizes(job(type, key, 20000).queries("SELECT v, k FROM t WHERE v IS NOT NULL"));

        assertThat(sizes.subList(0, SPLITS)).allSatisfy(size -> assertThat(size).isBetween(900L, 1100L));
        assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(20000);
    }

    @Test
    void largeTablesAreSampled() throws SQLException {
        List<Long> sizes = sizes(job("bigint", "CASE WHEN i % 10 > 0 THEN 50000000 + i ELSE i * 500 END", 200000));

        assertThat(databases.source().value("SELECT pg_relation_size('t') / 8192 > 2000"))
                .as("larger than the sample")
                .isEqualTo("t");
        assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(200000);
        assertThat(Collections.max(sizes)).isLessThan(3 * 200000 / SPLITS);
    }

    @Test
    void theConditionCountsForTheBounds() throws SQLException {
        List<Long> sizes = sizes(job("bigint", "i", 20000).where("k > 19000 -- the last ones"));

        assertThat(sizes).hasSizeBetween(SPLITS, SPLITS + 1);
        assertThat(sizes.subList(0, SPLITS)).allSatisfy(size -> assertThat(size).isBetween(40L, 60L));
    }

    @Test
    void oneKeyForAllRowsIsOneRange() throws SQLException {
        List<Long> sizes = sizes(job("bigint", "7", 1000));

        assertThat(sizes).containsExactly(0L, 1000L, 0L);
    }

    @Test
    void withoutKeysThereIsNothingToCut() throws SQLException {
        List<Long> sizes = sizes(job("bigint", "NULL", 1000));

        assertThat(sizes).containsExactly(0L, 1000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void fewRowsMakeFewSplits(int rows) throws SQLException {
        List<Long> sizes = sizes(job("bigint", "i", rows));

        assertThat(sizes).hasSize(Math.max(1, rows) + 1);
        assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(rows);
    }

    @Test
    void pagesAreCutEvenly() throws SQLException {
        Since.assume(Since.TID_RANGES);
        TestJob job = job("bigint", "i", 20000);
        job.splitByStorage();

        assertThat(sizes(job))
                .hasSize(SPLITS)
                .allSatisfy(size -> assertThat(size).isBetween(850L, 1150L));
        assertThat(job.plan().splits().estimatedRows().orElse(0)).isPositive();
    }
}
