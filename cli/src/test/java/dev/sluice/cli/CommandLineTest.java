package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    @TempDir
    private Path folder;

    private TestWorkspace workspace;

    @BeforeEach
    void open() {
        workspace = new TestWorkspace(folder);
    }

    @ParameterizedTest(name = "sluice {0}")
    @CsvSource(delimiter = '|', textBlock = """
                    ''                        | A command is missing; allowed: run, check,    | Usage: sluice [OPTIONS] COMMAND
                    rnu                       | Unknown command rnu; did you mean run?        | Usage: sluice [OPTIONS] COMMAND
                    frobnicate                | Unknown command frobnicate                    | Usage: sluice [OPTIONS] COMMAND
                    run                       | Missing required parameter: 'FILE'            | Usage: sluice run [OPTIONS] FILE
                    run a.json --workspce /   | Unknown option --workspce; did you mean --workspace? | Usage: sluice run
                    run a.json b.json         | One argument too many: b.json                 | Usage: sluice run
                    check a.json --no-progres | Unknown option --no-progres                   | Usage: sluice check
                    run a.json -p             | Missing required parameter for option '-p'    | Usage: sluice run
                    schema sql                | expected one of [batch, classic, realtime, datasource] | Usage: sluice schema
                    run absent.json           | The file absent.json does not exist           | ''
                    run a.json -p day         | "day" gives no variable a value               | ''
                    run a.json --engine flink | has the engine local only                     | ''
                    run a.json --report /no/where/report.json | /no/where/report.json cannot be written | ''
                    run a.json --workspace /no/where          | The workspace /no/where is not a folder | ''
                    """)
    void refusesWhatItDoesNotUnderstand(String commandLine, String said, String usage) {
        Outcome outcome = workspace.sluice(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(said).contains(usage);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("Usage")))
                .hasSize(usage.isEmpty() ? 0 : 1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.showsStackTrace()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "demo", "schema", "version"})
    void explainsEveryCommandWithExamples(String command) {
        Outcome option = workspace.sluice(command, "--help");
        Outcome help = workspace.sluice("help", command);

        assertThat(option.exitCode()).isEqualTo(0);
        assertThat(option.out()).contains("Usage: sluice " + command, "Example", "  sluice " + command);
        assertThat(help.out()).isEqualTo(option.out());
        assertThat(option.err()).isEmpty();
    }

    @Test
    void listsTheCommandsAndExitCodes() {
        Outcome outcome = workspace.sluice("--help");

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.out())
                .contains("run", "check", "demo", "schema", "version", "help", "Exit codes: 0 done; 1");
    }

    @Test
    void tellsItsVersion() {
        assertThat(workspace.sluice("version").out())
                .matches("sluice \\d+\\.\\d+\\.\\d+\\S* \\(Java " + System.getProperty("java.version") + ", .+\\)\\R");
    }

    @ParameterizedTest
    @CsvSource({"batch, steps", "classic, content", "realtime, TableMappings", "datasource, jdbcUrl"})
    void printsSchemas(String kind, String key) {
        Outcome outcome = workspace.sluice("schema", kind);

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.out()).contains("\"$schema\"", "https://json-schema.org/", "\"" + key + "\"");
    }

    @Test
    void printsTheBatchSchemaByDefault() {
        assertThat(workspace.sluice("schema").out())
                .isEqualTo(workspace.sluice("schema", "batch").out());
    }

    @Test
    void listsEveryFaultOfAFile() {
        Path job = workspace.write("broken.json", """
                {
                  "type": "job", "version": "2.0",
                  "steps": [
                    {"stepType": "postgresql", "name": "in", "category": "reader",
                     "parameter": {"datasource": "source", "tabel": "t", "column": ["*"], "splitFactor": 1000}},
                    {"stepType": "postgresql", "name": "out", "category": "writer",
                     "parameter": {"datasource": "destination", "table": "${to}", "column": ["*"]}}
                  ],
                  "order": {"hops": [{"from": "in", "to": "out"}]}
                }
                """);
        Path report = folder.resolve("report.json");

        Outcome run = workspace.sluice("run", job.toString(), "--report", report.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        job + ":5:",
                        "\"tabel\"",
                        "table",
                        "1000",
                        "from 1 to 100",
                        job + ":7:",
                        "the variable \"to\" has no value");
        assertThat(report).content().contains("\"status\" : \"NOT_STARTED\"", "\"code\" : \"FILE_INVALID\"");
        assertThat(workspace.runs()).isEmpty();
        assertThat(workspace.sluice("check", job.toString(), "--report", report.toString()))
                .returns(2, Outcome::exitCode)
                .returns(run.err(), Outcome::err);
        assertThat(report).content().contains("\"check\" : \"file\"", "\"code\" : \"FILE_INVALID\"", "\"plan\" : null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void listsEveryFaultOfARealtimeFile(String command) {
        Path job = workspace.write("broken.json", """
                {"Name": "n", "JobType": "DatabaseRealtimeMigration", "MigrationType": "Full",
                 "SourceDataSourceSettings": [{"DataSourceName": "source"}],
                 "TableMappings": [{"SourceObjectSelectionRules": [{"ObjectType": "Table", "Expresion": "t"}]}]}
                """);

        Outcome outcome = workspace.sluice(command, job.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(
                        job + ":1:1: $: the destination is missing",
                        job + ":1:72: $.MigrationType: Full does not fit the JobType DatabaseRealtimeMigration",
                        job + ":3:76: ",
                        "did you mean \"Expression\"?");
    }

    @Test
    void namesADataSourceThatIsMissing() {
        workspace.dataSource("sauce", 1, "d", "u", "p");
        workspace.dataSource("destination", 1, "d", "u", "p");
        Path job = workspace.write("jobs/copy.json", new CopyJob().toString());

        Outcome outcome = workspace.sluice("run", job.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("There is no data source \"source\"", "did you mean \"sauce\"?", "  -> ");
    }

    @Test
    void takesTheOptionBeforeTheEnvironmentBeforeTheCurrentFolder() {
        workspace.dataSource("source", 1, "d", "u", "p");
        Path job = workspace.write("copy.json", new CopyJob().toString());
        String missing = "There is no data source \"source\"";
        Map<String, String> elsewhere =
                Map.of("SLUICE_WORKSPACE", folder.resolve("datasources").toString());

        assertThat(TestWorkspace.sluice(elsewhere, "check", job.toString()).err())
                .contains(missing);
        assertThat(TestWorkspace.sluice(Map.of(), "check", job.toString()).err())
                .contains(missing);
        assertThat(TestWorkspace.sluice(elsewhere, "check", job.toString(), "--workspace", folder.toString())
                        .err())
                .contains("There is no data source \"destination\"");
    }

    @Test
    void doesNotStartWithoutAPlaceForWhatItKeeps() throws Exception {
        workspace.dataSource("source", 1, "d", "u", "p");
        workspace.dataSource("destination", 1, "d", "u", "p");
        Path job = workspace.write("copy.json", new CopyJob().toString());
        Files.writeString(folder.resolve(".sluice"), "a file where a folder is wanted");

        Outcome outcome = workspace.sluice("run", job.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("The run has no place for what it keeps", "--workspace");
    }
}
