package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.ClosedPort;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {
    private static final String TABLE = "create table t (id int primary key, name varchar(5))";

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase destination;
    private TestWorkspace workspace;

    @BeforeEach
    void open() throws SQLException {
        source = TestingPostgres.shared().newDatabase();
        destination = TestingPostgres.shared().newDatabase();
        source.execute(TABLE, "insert into t values (1, 'one'), (2, '二'), (3, null)");
        destination.execute(TABLE);
        workspace = new TestWorkspace(folder);
        workspace.dataSource("source", source);
        workspace.dataSource("destination", destination);
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    private List<List<String>> arrived() throws SQLException {
        return destination.query("select id, name from t order by id").stream()
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
    }

    private Outcome run(CopyJob job, String... options) {
        Path file = workspace.write("jobs/copy.json", job.toString());
        String[] arguments = new String[options.length + 2];
        arguments[0] = "run";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return workspace.sluice(arguments);
    }

    @Test
    void movesRowsAndTellsWhatItDid() throws SQLException {
        Outcome outcome = run(new CopyJob());

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(arrived()).containsExactly(List.of("1", "one"), List.of("2", "二"), List.of("3", "null"));
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("The run fails at the first dirty row, as errorLimit says.")
                .contains("Format    binary", "Splits    1", "Channels  1")
                .contains("3 rows (100%), ")
                .contains("Records read    : 3", "Records written : 3", "Failures        : 0");
        assertThat(outcome.showsStackTrace()).isFalse();
    }

    @Test
    void findsAJobOfTheWorkspaceByItsName() throws SQLException {
        workspace.write("jobs/copy.json", new CopyJob().toString());

        assertThat(workspace.sluice("run", "copy.json").exitCode()).isEqualTo(0);
        assertThat(arrived()).hasSize(3);
    }

    @Test
    void showsNoProgressWhereNobodyWantsIt() {
        Outcome outcome = run(new CopyJob(), "--no-progress");

        assertThat(outcome.err()).doesNotContain("rows/s, ").contains("Records written : 3");
    }

    @Test
    void drawsABarOnATerminal() {
        Path file = workspace.write("jobs/copy.json", new CopyJob().toString());

        Outcome outcome = workspace.onTerminal(100, "run", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.err()).containsPattern("\\rcopy 100% \\[=+\\] 3/3 rows \\(.*\\).* MB/s, 0 dirty\\R");
    }

    @Test
    void saysThatItHasNoDistributedEngine() {
        Outcome outcome = run(new CopyJob().setting("\"executeMode\": \"distribute\""));

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.err()).contains("note: executeMode asks for the distributed engine");
    }

    @Test
    void countsTheBytesThatTheDestinationTook() throws SQLException, IOException {
        Path report = folder.resolve("report.json");
        assertThat(run(new CopyJob(), "--report", report.toString()).exitCode()).isEqualTo(0);
        assertThat(bytes(report, "Written")).isPositive().isEqualTo(bytes(report, "Read"));

        destination.execute("truncate t", "alter table t add check (id <> 1)");
        run(new CopyJob().setting("\"errorLimit\": {\"record\": 1}"), "--report", report.toString());
        assertThat(bytes(report, "Written")).isPositive().isLessThan(bytes(report, "Read"));
    }

    private static long bytes(Path report, String kind) throws IOException {
        return Long.parseLong(Files.readString(report).replaceAll("(?s).*\"bytes" + kind + "\" : (\\d+).*", "$1"));
    }

    @Test
    void saysWhatItDidEvenWhenItCannotKeepIt() throws SQLException {
        Path report = folder.resolve("report.json");
        Outcome outcome = run(
                new CopyJob()
                        .writer("\"table\": \"t\", \"column\": [\"*\"], \"postSql\": [\"copy (select 1) to program "
                                + "'rm -r " + folder.resolve(".sluice") + "'\"]"),
                "--report",
                report.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("Records written : 3", "run.json cannot be written", "  -> The run itself is over");
        assertThat(report).content().contains("\"SUCCEEDED\"");
        assertThat(arrived()).hasSize(3);
    }

    @Test
    void saysMoreWhenAskedTo() {
        Outcome outcome = run(new CopyJob(), "-v");

        assertThat(outcome.err()).contains("ok               source connection").contains("  public.t");
    }

    @Test
    void keepsVariablesAndReport() {
        Outcome outcome = run(
                new CopyJob().reader("\"table\": \"t\", \"column\": [\"*\"], \"where\": \"id <= ${most}\""),
                "-p",
                "most=2",
                "-p",
                "-Dunused=1");

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(outcome.err()).contains("note: ", "the variable \"unused\" is given, but the file does not use it");
        assertThat(workspace.runs()).singleElement().satisfies(run -> {
            assertThat(run.getFileName().toString()).matches("\\d{8}-\\d{6}-copy");
            assertThat(run.resolve("run.json"))
                    .content()
                    .contains("\"job\" : \"copy\"", "\"${most}\" : \"2\"", "\"recordsWritten\" : 2");
            assertThat(run.resolve("dirty.jsonl")).doesNotExist();
        });
    }

    @Test
    void leavesOutDirtyRowsAsFarAsTheJobAllows() throws SQLException {
        destination.execute("alter table t add check (id <> 2)");

        Outcome outcome = run(new CopyJob().setting("\"errorLimit\": {\"record\": 1}"));

        assertThat(outcome.exitCode()).isEqualTo(0);
        assertThat(arrived()).containsExactly(List.of("1", "one"), List.of("3", "null"));
        Path dirty = workspace.runs().get(0).resolve("dirty.jsonl");
        assertThat(outcome.err()).contains("Failures        : 1 dirty", "Dirty rows      : " + dirty);
        assertThat(dirty).content().contains("\"23514\"", "\"id\":\"2\"", "二");
    }

    @Test
    void failsWhenTooManyRowsAreDirty() throws IOException {
        Path report = folder.resolve("report.json");
        Outcome outcome = run(
                new CopyJob().reader("\"table\": \"t\", \"column\": [\"id\", \"'too long'\"]"),
                "--report",
                report.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("FAILED: TOO_MANY_DIRTY_ROWS", "  -> Look at ")
                .contains("value too long");
        assertThat(outcome.showsStackTrace()).isFalse();
        assertThat(Files.readString(report)).contains("\"code\" : \"TOO_MANY_DIRTY_ROWS\"", "\"culprit\" : \"USER\"");
    }

    @Test
    void showsAStackTraceOnDemand() {
        Outcome outcome = run(new CopyJob().reader("\"table\": \"t\", \"column\": [\"id\", \"'too long'\"]"), "-v");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.showsStackTrace()).isTrue();
    }

    @Test
    void doesNotStartWithoutTheServer() {
        try (ClosedPort nobody = new ClosedPort()) {
            workspace.dataSource("destination", nobody.port(), "shop", "me", "secret-word");

            Outcome outcome = run(new CopyJob());

            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.err())
                    .contains("NOT_STARTED: UNREACHABLE", "localhost:" + nobody.port(), "  -> Check host and port")
                    .doesNotContain("secret-word");
            assertThat(outcome.showsStackTrace()).isFalse();
        }
    }

    @Test
    void doesNotStartWithAWrongPassword() {
        workspace.dataSource("source", source, source.server().user(), "wrong-word");

        Outcome outcome = run(new CopyJob());

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains(
                        "NOT_STARTED: AUTHENTICATION_FAILED",
                        "password authentication failed",
                        "  -> Check username and password")
                .doesNotContain("wrong-word");
    }

    @Test
    void failsWhereAStatementOfTheUserFails() throws SQLException {
        Outcome outcome = run(new CopyJob()
                .writer("\"table\": \"t\", \"column\": [\"*\"], \"preSql\": [\"delete from @table\", \"select 1/0\"]"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("FAILED: DESTINATION_FAILED", "preSql statement 2", "division by zero");
        assertThat(arrived()).isEmpty();
    }
}
