package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job finds its progress where it is, whatever the search_path says by then. */
final class ProgressPlaceTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("placed", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void follow() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        jobs.catchUp(JOB);
        DATABASES.source().execute("INSERT INTO t VALUES (2)");
        DATABASES.destination().execute("CREATE SCHEMA \"the Front\"");
    }

    @AfterEach
    void restoreSearchPath() throws SQLException {
        searchPath("public");
    }

    private static void searchPath(String path) throws SQLException {
        DATABASES
                .destination()
                .execute("ALTER DATABASE "
                        + Quoting.identifier(DATABASES.destination().name()) + " SET search_path = " + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "CREATE TABLE \"the Front\".sluice_progress (LIKE public.sluice_progress INCLUDING ALL)",
                "CREATE TABLE \"the Front\".sluice_progress (job text, of_somebody_else int)",
                "CREATE VIEW \"the Front\".sluice_progress AS SELECT * FROM public.sluice_progress"
            })
    void whateverComesFirst(String statement) throws SQLException {
        DATABASES.destination().execute(statement);
        searchPath("\"the Front\"");

        jobs.catchUp(JOB);

        DATABASES.assertSame("t", "public.t");
    }

    @Test
    void butNoneOfTwo() throws SQLException {
        DATABASES
                .destination()
                .execute("CREATE TABLE \"the Front\".sluice_progress AS SELECT * FROM public.sluice_progress");
        searchPath("\"the Front\"");

        SyncException error =
                jobs.run(JOB, RunPlan.Until.CAUGHT_UP).run().error().orElseThrow();

        assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
        assertThat(error).hasMessageContainingAll("public.sluice_progress", "the Front.sluice_progress");
        assertThat(DATABASES.count("public.t")).isEqualTo(1);
    }

    @Test
    void orTheOneThatAnotherJobHasMade() throws SQLException {
        RealtimeJob other = RealtimeJobs.job("placed beside", "t");
        try (ChangeSource source = jobs.source(other);
                ChangeSink sink = jobs.sink(other)) {
            sink.prepare(source.tables());
            assertThat(sink.progress().tables()).isEmpty();
        }
        assertThat(DATABASES.count("pg_class WHERE relname = 'sluice_progress'"))
                .isEqualTo(1);
    }

    @Test
    void andForgetsItThere() throws SQLException {
        searchPath("\"the Front\"");

        try (ChangeSink sink = jobs.sink(JOB)) {
            assertThat(sink.forget()).hasSize(2);
        }

        assertThat(DATABASES.count("pg_class WHERE relname = 'sluice_progress'"))
                .isZero();
    }
}
