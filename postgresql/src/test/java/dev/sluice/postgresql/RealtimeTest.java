package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.testkit.TableChecksum;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RealtimeTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final RealtimeJob job = RealtimeJobs.job("follow", "t.*");

    private static void assertEqual(String table) throws SQLException {
        try (Connection left = DATABASES.source().connect();
                Connection right = DATABASES.destination().connect()) {
            assertThat(TableChecksum.of(right, table)).isEqualTo(TableChecksum.of(left, table));
        }
    }

    @Test
    void copiesWhatIsThereAndFollowsWhatComes() throws Exception {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text, at timestamptz)");
        DATABASES.source().execute("INSERT INTO t SELECT i, 'first ' || i, now() FROM generate_series(1, 1000) i");

        jobs.catchUp(job);
        assertEqual("t");

        DATABASES
                .source()
                .execute(
                        "INSERT INTO t SELECT i, NULL, 'infinity' FROM generate_series(1001, 1100) i",
                        "UPDATE t SET v = v || ' again' WHERE id % 7 = 0",
                        "UPDATE t SET id = id + 5000 WHERE id BETWEEN 10 AND 20",
                        "DELETE FROM t WHERE id % 11 = 0",
                        "BEGIN; DELETE FROM t WHERE id = 1; INSERT INTO t VALUES (1, 'new', NULL); ROLLBACK");
        jobs.catchUp(job);
        assertEqual("t");
    }

    @Test
    void emptiesWhatIsEmptied() throws Exception {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text)");
        DATABASES.source().execute("INSERT INTO t SELECT i, 'first ' || i FROM generate_series(1, 1000) i");
        jobs.catchUp(job);

        DATABASES.source().execute("TRUNCATE t", "INSERT INTO t VALUES (1, 'only')");
        jobs.catchUp(job);

        assertEqual("t");
    }

    @Test
    void tellsRowsApartByTheWholeRowWhereThereIsNoKey() throws Exception {
        DATABASES.onBoth("CREATE TABLE t (a int, b text, c json)");
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t REPLICA IDENTITY FULL",
                        "INSERT INTO t VALUES (1, 'x', '{}'), (1, 'x', '{}'), (2, NULL, NULL)");
        jobs.catchUp(job);

        DATABASES
                .source()
                .execute(
                        "DELETE FROM t WHERE ctid = (SELECT min(ctid::text)::tid FROM t WHERE a = 1)",
                        "UPDATE t SET c = '[1]' WHERE a = 2",
                        "INSERT INTO t VALUES (3, '', '1')");
        jobs.catchUp(job);

        assertEqual("t");
        assertThat(DATABASES.destination().value("SELECT count(*) FROM t")).isEqualTo("3");
    }

    @Test
    void keepsLargeValuesThatDidNotChange() throws Exception {
        DATABASES.onBoth(
                "CREATE TABLE t (id int PRIMARY KEY, n int, large text)",
                "ALTER TABLE t ALTER large SET STORAGE EXTERNAL");
        DATABASES
                .source()
                .execute("INSERT INTO t SELECT i, 0, repeat(md5(i::text), 1000) FROM generate_series(1, 5) i");
        jobs.catchUp(job);

        DATABASES.source().execute("UPDATE t SET n = n + 1", "UPDATE t SET n = n + 1, id = id + 10 WHERE id = 3");
        jobs.catchUp(job);

        assertEqual("t");
    }
}
