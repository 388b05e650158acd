package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that come when the destination has others of their keys, few at a time and as sets. */
final class ConflictTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob REPLACING = RealtimeJobs.job("conflict", "t.*");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private static RealtimeJob job(String conflictMode) {
        return RealtimeJobs.with("conflict", "t.*", """
                {"ChannelSettings": {"destinationChannelSettings": {"conflictMode": "%s"}}}""".formatted(conflictMode));
    }

    @ParameterizedTest
    @CsvSource({"replace, 1, theirs", "replace, 500, theirs", "ignore, 1, own", "ignore, 500, own"})
    void takeTheirPlaceOrAreLeftOut(String conflictMode, int rows, String left) throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text, w text)");
        RealtimeJob job = job(conflictMode);
        jobs.catchUp(job);
        DATABASES.destination().execute("INSERT INTO t VALUES (1, 'own', 'own'), (-1, 'own', 'own')");

        DATABASES
                .source()
                .execute("INSERT INTO t SELECT i, 'theirs', 'theirs' FROM generate_series(1, " + rows + ") i");
        jobs.catchUp(job);

        assertThat(DATABASES.text("SELECT string_agg(v || w, '' ORDER BY id) FROM t WHERE id <= 1"))
                .isEqualTo("ownown" + left + left);
        assertThat(DATABASES.count("t")).isEqualTo(rows + 1);
    }

    @Test
    void changeTheRowThatIsLeftByWhatComesAfterThem() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY, v text, w text)");
        RealtimeJob job = job("ignore");
        jobs.catchUp(job);
        DATABASES.destination().execute("INSERT INTO t VALUES (1, 'own', 'own')");

        DATABASES.source().execute("INSERT INTO t VALUES (1, 'theirs', 'theirs'); UPDATE t SET v = 'later'");
        jobs.catchUp(job);

        assertThat(DATABASES.text("SELECT v FROM t")).isEqualTo("later");
    }

    @Test
    void haveNothingButTheirKeys() throws SQLException {
        DATABASES.onBoth("CREATE TABLE t (id int PRIMARY KEY)");
        jobs.catchUp(REPLACING);
        DATABASES.destination().execute("INSERT INTO t VALUES (1)");

        DATABASES.source().execute("INSERT INTO t VALUES (1), (2)");
        jobs.catchUp(REPLACING);

        assertThat(DATABASES.count("t")).isEqualTo(2);
    }
}
