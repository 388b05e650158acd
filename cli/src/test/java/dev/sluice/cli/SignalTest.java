package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a signal does to a run in the middle of its work. */
final class SignalTest {
    /** Of 50 ms each. */
    private static final int MOST_POLLS = 1200;

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase destination;
    private TestWorkspace workspace;

    @BeforeEach
    void open() throws SQLException {
        source = TestingPostgres.shared().newDatabase();
        destination = TestingPostgres.shared().newDatabase();
        source.execute(
                "create table t (id int primary key)", "insert into t select generate_series(1, 1000)", "analyze t");
        destination.execute("create table t (id int primary key)");
        workspace = new TestWorkspace(folder);
        workspace.dataSource("source", source);
        workspace.dataSource("destination", destination);
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void stopsTheRunAndSaysWhatIsWritten(String signal, int exitCode) throws Exception {
        // The splits of small numbers come to their end, the one with 1000 never does.
        Path job = workspace.write(
                "jobs/endless.json",
                new CopyJob()
                        .reader("\"table\": \"t\", \"splitPk\": \"id\", \"splitFactor\": 1, \"column\": "
                                + "[\"case when id < 1000 then id else (select 1000 from pg_sleep(3600)) end\"]")
                        .writer("\"table\": \"t\", \"column\": [\"id\"]")
                        .setting("\"speed\": {\"concurrent\": 2}")
                        .toString());
        Path report = folder.resolve("report.json");
        SluiceProcess process = SluiceProcess.start(
                folder, "run", job.toString(), "--workspace", folder.toString(), "--report", report.toString());
        awaitFirstSplit(process);

        process.signal(signal);
        Outcome outcome = process.outcome();

        String written = destination.value("select count(*) from t");
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.err())
                .contains("STOPPED: " + written + " rows are in the destination for good")
                .contains(
                        "Records written : " + written, "Splits          : 1 of 2", "The run was stopped by a signal");
        assertThat(outcome.showsStackTrace()).isFalse();
        assertThat(report)
                .content()
                .contains("\"status\" : \"STOPPED\"", "\"code\" : \"CANCELLED\"", "\"recordsWritten\" : " + written);
        assertThat(workspace.runs().get(0).resolve("run.json")).content().contains("\"STOPPED\"");
        assertThat(sessions(source)).isEqualTo("0");
        assertThat(sessions(destination)).isEqualTo("0");
    }

    private void awaitFirstSplit(SluiceProcess process) throws SQLException {
        for (int polls = 0; process.isAlive() && polls < MOST_POLLS; polls++) {
            if (!"0".equals(destination.value("select (select count(*) from t) from pg_sleep(0.05)"))) {
                return;
            }
        }
        throw new IllegalStateException("no split came to its end: " + process.err());
    }

    private static String sessions(TestDatabase database) throws SQLException {
        return String.valueOf(database.value("""
                select count(*) from pg_stat_activity
                where datname = current_database() and application_name = 'sluice'"""));
    }
}
