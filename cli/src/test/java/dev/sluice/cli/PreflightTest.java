package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What check finds, and that run then does not start. */
final class PreflightTest {
    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase destination;
    private TestWorkspace workspace;

    @BeforeEach
    void open() throws SQLException {
        source = TestingPostgres.shared().newDatabase();
        destination = TestingPostgres.shared().newDatabase();
        source.execute("create table t (id int primary key, day date, note text)");
        destination.execute(
                "create table t (id int primary key, day date, amount int)", "create table locked (id int)");
        String reader = "reader_" + source.name();
        source.createUser(reader, "reader-secret");
        source.execute("grant select on t to " + reader);
        String writer = "writer_" + destination.name();
        destination.createUser(writer, "writer-secret");
        destination.execute("grant select, insert on t to " + writer);
        workspace = new TestWorkspace(folder);
        workspace.dataSource("source", source, reader, "reader-secret");
        workspace.dataSource("destination", destination, writer, "writer-secret");
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    @ParameterizedTest(name = "{0}.{1} -> {2}.{3}")
    @CsvSource(delimiter = '|', textBlock = """
                    absent | "*"         | t      | "id", "day"    | There is no table absent
                    t      | "nope"      | t      | "id"           | column "nope" does not exist
                    t      | "id" "day"  | t      | "id"           | id
                    t      | "id"        | absent | "id"           | There is no table absent
                    t      | "id"        | t      | "nope"         | nope
                    t      | "id"        | locked | "id"           | may not insert into public.locked
                    t      | "id" "day"  | t      | "id" "amount"  | no integer column can hold day
                    """)
    void saysWhatIsWrong(String from, String columns, String to, String targetColumns, String said)
            throws SQLException {
        Path job = workspace.write(
                "jobs/copy.json",
                new CopyJob()
                        .reader("\"table\": \"" + from + "\", \"column\": [" + columns.replace("\" \"", "\", \"") + "]")
                        .writer("\"table\": \"" + to + "\", \"column\": [" + targetColumns.replace("\" \"", "\", \"")
                                + "]")
                        .toString());

        Outcome check = workspace.sluice("check", job.toString());
        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out()).contains("failed  ", said, "-> ", "A run cannot start.");

        Outcome run = workspace.sluice("run", job.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("NOT_STARTED: PREFLIGHT_FAILED", said, "  -> ");
        assertThat(run.showsStackTrace()).isFalse();
        assertThat(destination.value("select count(*) from t")).isEqualTo("0");
    }

    @Test
    void showsThePlanWhenAllIsWell() {
        Path job = workspace.write(
                "jobs/copy.json",
                new CopyJob()
                        .reader("\"table\": \"t\", \"column\": [\"id\", \"day\"], \"splitPk\": \"id\"")
                        .writer("\"table\": \"t\", \"column\": [\"id\", \"day\"]")
                        .setting("\"speed\": {\"concurrent\": 2}")
                        .toString());
        Path report = folder.resolve("check.json");

        Outcome check = workspace.sluice("check", job.toString(), "--report", report.toString());

        assertThat(check.exitCode()).isEqualTo(0);
        assertThat(check.out())
                .contains("The run fails at the first dirty row: the file has no errorLimit")
                .contains(
                        "ok               source connection       PostgreSQL " + TestingPostgres.DEFAULT_VERSION,
                        "Format    binary",
                        "Splits    ")
                .contains("A run can start.");
        assertThat(report)
                .content()
                .contains("\"check\" : \"source columns\"", "\"outcome\" : \"OK\"", "\"format\" : \"BINARY\"");
        assertThat(workspace.runs()).isEmpty();
    }
}
