package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many dirty rows a run bears: 20 of 1,000 rows are bad here. */
final class DirtyLimitsTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static TestJob job() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, v int)",
                        "INSERT INTO t SELECT i, CASE WHEN i % 50 = 0 THEN -1 ELSE i END FROM generate_series(1, 1000) i");
        databases.destination().execute("CREATE TABLE t (id int PRIMARY KEY, v int CHECK (v > 0))");
        return databases.job().table("t");
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "21, 1", "20, 4", "1000, 4"})
    void asManyAsTheLimitAreBorne(long limit, int channels) throws SQLException {
        RunReport report = databases.succeed(job().bear(limit).channels(channels));

        assertThat(report.counts().dirtyRecords()).isEqualTo(20);
        assertThat(databases.count("t")).isEqualTo(980);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "19, 1", "0, 4", "19, 4"})
    void oneMoreFailsTheRun(long limit, int channels) throws SQLException {
        TestJob job = job().bear(limit).channels(channels);

        RunReport report = job.run();

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.error()).get().satisfies(error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.TOO_MANY_DIRTY_ROWS);
            assertThat(error)
                    .hasMessageContaining("than the " + limit + " that the job allows")
                    .hasMessageContaining("violates check constraint");
            assertThat(error.hint()).get().asString().contains("dirty.jsonl");
        });
        assertThat(report.counts().dirtyRecords()).isGreaterThan(limit);
        assertThat(job.dirtyRows()).hasSize((int) report.counts().dirtyRecords());
        assertThat(databases.count("t")).isEqualTo(report.counts().recordsWritten());
    }

    @ParameterizedTest
    @CsvSource({"0.02, SUCCEEDED", "1, SUCCEEDED", "0.019, FAILED", "0, FAILED"})
    void aShareIsThatOfTheRowsRead(double share, RunStatus status) throws SQLException {
        RunReport report = job().bearShare(share).run();

        assertThat(report.status()).isEqualTo(status);
        assertThat(report.counts().dirtyRecords()).isEqualTo(20);
        assertThat(databases.count("t"))
                .isEqualTo(980)
                .isEqualTo(report.counts().recordsWritten());
    }

    @Test
    void withoutDirtyRowsThereIsNoFile() throws SQLException {
        RunReport report = databases.succeed(job().where("v > 0"));

        assertThat(report.dirtyFile()).isEmpty();
    }
}
