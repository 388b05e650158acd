package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    t      | reader-secret | locked | 3 | destination privileges | FAILED  | PREFLIGHT_FAILED      | GRANT INSERT ON
                    absent | reader-secret | t      | 3 | source columns         | FAILED  | PREFLIGHT_FAILED      | Check the spelling
                    t      | wrong-secret  | t      | 3 | source connection      | FAILED  | AUTHENTICATION_FAILED | Check username and password
                    t      | reader-secret | loose  | 0 | destination rows       | WARNING | null                  | SET LOGGED
                    """)
    void reportsEveryFindingWithItsCode(
            String from, String password, String to, int exit, String check, String outcome, String code, String cure)
            throws Exception {
        destination.execute(
                "create unlogged table loose (id int)",
                "grant insert on loose to \"writer_" + destination.name() + "\"");
        workspace.dataSource("source", source, "reader_" + source.name(), password);
        Path job = workspace.write(
                "jobs/copy.json",
                new CopyJob()
                        .reader("\"table\": \"" + from + "\", \"column\": [\"id\"]")
                        .writer("\"table\": \"" + to + "\", \"column\": [\"id\"]")
                        .toString());
        Path report = folder.resolve("check.json");

        assertThat(workspace
                        .sluice("check", job.toString(), "--report", report.toString())
                        .exitCode())
                .isEqualTo(exit);

        JsonNode findings = new ObjectMapper().readTree(report.toFile()).get("findings");
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.fieldNames())
                        .toIterable()
                        .containsExactly("check", "outcome", "message", "cure", "code"))
                .filteredOn(finding -> finding.get("check").asText().equals(check)
                        && finding.get("outcome").asText().equals(outcome))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.get("code").asText()).isEqualTo(code);
                    assertThat(finding.get("message").asText()).isNotBlank();
                    assertThat(finding.get("cure").asText()).contains(cure);
                });
        assertThat(findings)
                .filteredOn(finding -> !finding.get("outcome").asText().equals("FAILED"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.get("code").isNull()).isTrue());
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
