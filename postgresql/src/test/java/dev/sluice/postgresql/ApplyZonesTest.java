package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSink;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Points in time, in jobs whose time zone is not UTC: few changes and many, which come as bytes and as text. */
final class ApplyZonesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final String TIMES = "'2024-01-01 00:00Z'::timestamptz + i * interval '100 days 1 second'";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private RealtimeJob job = job("auto");

    private static RealtimeJob job(String transfer) {
        return RealtimeJobs.with(
                "zones",
                "t",
                "{\"RuntimeSettings\": [{\"Name\": \"sluice.transfer\", \"Value\": \"" + transfer + "\"}]}");
    }

    static Stream<Arguments> ways() {
        return Stream.of("GMT+8", "America/New_York")
                .flatMap(zone -> Stream.of("auto", "text")
                        .flatMap(transfer -> Stream.of(5, 300).map(rows -> Arguments.of(zone, transfer, rows))));
    }

    private RealtimeJobs jobs(String zone) {
        return jobs.in(ZoneId.of(zone));
    }

    private long followAndCountMissedRows(String zone) {
        RealtimeJobs there = jobs(zone);
        try (ChangeSink sink = there.sink(job)) {
            there.run(job, RunPlan.Until.CAUGHT_UP, () -> sink).run();
            return sink.missedRows();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void tellRowsApart(String zone, String transfer, int rows) throws SQLException {
        job = job(transfer);
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (i int, at timestamptz, span tstzrange, ats timestamptz[], spans tstzrange[])",
                        "ALTER TABLE t REPLICA IDENTITY FULL",
                        "INSERT INTO t SELECT i, at, tstzrange(at, NULL), ARRAY[at, NULL], ARRAY[tstzrange(at, at)]"
                                + " FROM (SELECT i, " + TIMES + " AS at FROM generate_series(1, " + rows + ") i) AS a",
                        "INSERT INTO t VALUES (0, 'infinity', 'empty', '{}', NULL)");
        jobs(zone).catchUp(job);
        DATABASES.source().execute("UPDATE t SET i = i + 1000 WHERE i % 2 = 0", "DELETE FROM t WHERE i < 1000");

        assertThat(followAndCountMissedRows(zone)).isZero();
        DATABASES.assertSame("t");
    }

    /** What the destination has of other types is the same by the first copy and by changes. */
    @ParameterizedTest
    @MethodSource("ways")
    void becomeOtherTypes(String zone, String transfer, int rows) throws SQLException {
        job = job(transfer);
        DATABASES
                .source()
                .execute("CREATE TABLE t (i int PRIMARY KEY, plain timestamptz, day timestamptz, hour timestamptz,"
                        + " words timestamptz, plains timestamptz[], span tstzrange)");
        DATABASES
                .destination()
                .execute("CREATE TABLE t (i int PRIMARY KEY, plain timestamp, day date, hour time, words text,"
                        + " plains timestamp[], span text)");
        String times = " SELECT i, at, at, at, at, ARRAY[at], tstzrange(at, at, '[]') FROM (SELECT i, " + TIMES
                + " AS at FROM generate_series(1, " + rows + ") i) AS a";
        DATABASES.source().execute("INSERT INTO t" + times);
        jobs(zone).catchUp(job);
        List<List<@Nullable String>> copied = destination();

        DATABASES.source().execute("BEGIN; DELETE FROM t; INSERT INTO t" + times + "; COMMIT");
        jobs(zone).catchUp(job);
        assertThat(destination()).hasSize(rows).isEqualTo(copied);

        DATABASES.source().execute("UPDATE t SET plain = plain");
        jobs(zone).catchUp(job);
        assertThat(destination()).isEqualTo(copied);
    }

    private static List<List<@Nullable String>> destination() throws SQLException {
        return DATABASES.destination().query("SELECT t::text FROM t ORDER BY i");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void tellRowsApartAsOtherTypes(String zone, String transfer, int rows) throws SQLException {
        job = job(transfer);
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (i int, plain timestamptz, words timestamptz)",
                        "ALTER TABLE t REPLICA IDENTITY FULL",
                        "INSERT INTO t SELECT i, at, at FROM (SELECT i, " + TIMES + " AS at FROM generate_series(1, "
                                + rows + ") i) AS a",
                        "INSERT INTO t VALUES (0, 'infinity', NULL)");
        DATABASES.destination().execute("CREATE TABLE t (i bigint, plain timestamp, words text)");
        jobs(zone).catchUp(job);
        DATABASES.source().execute("UPDATE t SET i = i + 1000 WHERE i % 2 = 0", "DELETE FROM t WHERE i < 1000");

        assertThat(followAndCountMissedRows(zone)).isZero();
        assertThat(DATABASES.count("t")).isEqualTo(rows / 2 + 1);
    }
}
