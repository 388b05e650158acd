package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.postgresql.Followed.Way;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of the destination that others inherit from, whose rows are not the job's. */
final class HeirsTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final String HEIRS =
            "SELECT string_agg(heir::text, ' ' ORDER BY heir::text COLLATE \"C\") FROM (TABLE heir UNION ALL TABLE plain_heir) heir";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private static void makeHeirs() throws SQLException {
        DATABASES
                .destination()
                .execute(
                        "CREATE TABLE heir () INHERITS (t)",
                        "CREATE TABLE plain_heir () INHERITS (plain)",
                        "INSERT INTO heir SELECT i, 'heir' FROM generate_series(1, 3) i",
                        "INSERT INTO plain_heir SELECT i % 2, 'a' FROM generate_series(1, 3) i");
    }

    private static void assertOnlyTheirOwn(String heirs) throws SQLException {
        assertThat(DATABASES.destination().value(HEIRS)).isEqualTo(heirs);
        for (String table : new String[] {"t", "plain"}) {
            DATABASES.assertSame("(SELECT to_jsonb(x) FROM ONLY " + table + " x)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepTheirRows(Way way) throws SQLException {
        try (Followed followed = Followed.start(
                DATABASES,
                jobs.folder(),
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "CREATE TABLE plain (id int, v text)")) {
            followed.follow(
                    way,
                    "INSERT INTO t SELECT i, 'a' FROM generate_series(1, 300) i",
                    "INSERT INTO plain SELECT i % 2, 'a' FROM generate_series(1, 6) i");
            makeHeirs();
            String heirs = String.valueOf(DATABASES.destination().value(HEIRS));

            followed.follow(way, "UPDATE t SET v = 'b'", "UPDATE plain SET v = 'b' WHERE id = 1");
            assertOnlyTheirOwn(heirs);
            followed.follow(way, "UPDATE t SET v = 'c' WHERE id < 3", "DELETE FROM plain WHERE id = 0");
            assertOnlyTheirOwn(heirs);
            followed.follow(way, "DELETE FROM t WHERE id % 2 = 0");
            assertOnlyTheirOwn(heirs);
            if (Since.isThere(Since.PUBLISHED_TRUNCATE)) {
                followed.follow(way, "TRUNCATE t, plain");
                assertOnlyTheirOwn(heirs);
            }
        }
    }

    @Test
    void keepTheirRowsWhenTheTableIsEmptiedAndCopied() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text)", "CREATE TABLE plain (id int, v text)");
        DATABASES.source().execute("ALTER TABLE plain REPLICA IDENTITY FULL", "INSERT INTO t VALUES (9, 'source')");
        makeHeirs();
        DATABASES.destination().execute("INSERT INTO t VALUES (8, 'gone')");
        String heirs = String.valueOf(DATABASES.destination().value(HEIRS));
        RealtimeJob job = RealtimeJobs.with(
                "heirs",
                "t|plain",
                "{\"RuntimeSettings\": [{\"Name\": \"dst.offline.truncate\", \"Value\": \"true\"}]}");
        jobs.catchUp(job);

        assertOnlyTheirOwn(heirs);
    }
}
