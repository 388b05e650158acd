package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.DataSource;
import dev.sluice.job.Location;
import dev.sluice.job.Secret;
import dev.sluice.job.Workspace;
import dev.sluice.testkit.ClosedPort;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sluice datasource}: what is written, shown, refused and removed. */
final class DatasourceCommandTest {
    private static final String PASSWORD = "user-secret";

    @TempDir
    private Path folder;

    private TestWorkspace workspace;
    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        workspace = new TestWorkspace(folder);
        database = TestingPostgres.shared().newDatabase();
        database.createUser("ds_" + database.name(), PASSWORD);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private List<String> add(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "datasource",
                "add",
                "shop",
                "--host",
                "localhost",
                "--port",
                Integer.toString(database.server().port()),
                "--database",
                database.name(),
                "--username",
                "ds_" + database.name()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private Outcome answering(Answers answers, List<String> arguments) {
        return workspace.answering(answers, arguments.toArray(String[]::new));
    }

    private Path file() {
        return folder.resolve("datasources").resolve("shop.json");
    }

    @Test
    void asksForThePasswordAndSealsIt() throws IOException {
        ScriptedAnswers user = new ScriptedAnswers().typing(PASSWORD);

        Outcome outcome = answering(user, add());

        assertThat(outcome).as(outcome.toString()).returns(0, Outcome::exitCode);
        assertThat(user.questions()).containsExactly("Password (empty if there is none): ");
        assertThat(outcome.out())
                .contains("shop: Connectable", "Wrote " + file(), "sealed with the key in", "which was made just now")
                .contains("Keep a copy of the key", "\"datasource\": \"shop\"");
        assertThat(file()).content().contains("\"password\" : \"sealed:v1:").doesNotContain(PASSWORD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(workspace.sluice("datasource", "test", "shop"))
                .returns(0, Outcome::exitCode)
                .satisfies(test -> assertThat(test.out()).contains("ok       authenticate", "shop: Connectable"));
    }

    @Test
    void readsThePasswordFromStandardInput() {
        Outcome outcome = answering(new ScriptedAnswers().piping(PASSWORD), add("--password-stdin"));

        assertThat(outcome).as(outcome.toString()).returns(0, Outcome::exitCode);
        assertThat(file()).content().contains("sealed:v1:");
    }

    @Test
    void keepsTheNameOfAVariable() {
        Map<String, String> environment = Map.of("SLUICE_WORKSPACE", folder.toString(), "SHOP_PASSWORD", PASSWORD);
        Outcome outcome = TestWorkspace.sluice(
                new Input(environment, new ScriptedAnswers()),
                OptionalInt.empty(),
                add("--password-env", "SHOP_PASSWORD").toArray(String[]::new));

        assertThat(outcome).as(outcome.toString()).returns(0, Outcome::exitCode);
        assertThat(file()).content().contains("${env:SHOP_PASSWORD}");
        assertThat(folder.resolve(".sluice")).doesNotExist();
        assertThat(workspace.sluice("datasource", "test", "shop"))
                .returns(2, Outcome::exitCode)
                .satisfies(test -> assertThat(test.err()).contains("no variable \"SHOP_PASSWORD\""));
    }

    @Test
    void writesNothingWhenTheTestFails() {
        Outcome wrong = answering(new ScriptedAnswers().typing("wrong-secret"), add());

        assertThat(wrong.exitCode()).isEqualTo(3);
        assertThat(wrong.out()).contains("password authentication failed", "shop: ConfigError");
        assertThat(wrong.err()).contains("Nothing was written. ", "--no-test");
        assertThat(folder).isEmptyDirectory();
        assertThat(answering(new ScriptedAnswers().typing("wrong-secret"), add("--no-test")))
                .returns(0, Outcome::exitCode)
                .satisfies(done ->
                        assertThat(done.out()).contains("sluice datasource test shop", "which was made just now"));
        assertThat(file()).exists();
    }

    @Test
    void saysHowANewPasswordGetsIn() throws SQLException {
        answering(new ScriptedAnswers().typing(PASSWORD), add());
        database.execute("alter role \"ds_" + database.name() + "\" password 'other-secret'");

        Outcome sealed = workspace.sluice("datasource", "test", "shop");
        assertThat(sealed.exitCode()).isEqualTo(3);
        assertThat(sealed.out()).contains("Check username and password", "sluice datasource add shop --replace ...");
        assertThat(answering(new ScriptedAnswers().typing("other-secret"), add("--replace")))
                .returns(0, Outcome::exitCode);

        Map<String, String> environment = Map.of("SLUICE_WORKSPACE", folder.toString(), "SHOP_PASSWORD", PASSWORD);
        Outcome variable = TestWorkspace.sluice(
                new Input(environment, new ScriptedAnswers()),
                OptionalInt.empty(),
                add("--password-env", "SHOP_PASSWORD", "--replace").toArray(String[]::new));
        assertThat(variable.exitCode()).isEqualTo(3);
        assertThat(variable.out()).contains("the password comes from the environment");
    }

    @Test
    void replacesOnlyWhenToldTo() throws IOException {
        answering(new ScriptedAnswers().typing(PASSWORD), add());
        String first = Files.readString(file());

        Outcome refused = answering(new ScriptedAnswers().typing(PASSWORD), add());
        Outcome failed = answering(new ScriptedAnswers().typing("wrong-secret"), add("--replace"));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("There is a data source shop already", "--replace");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(file()).hasContent(first);
        assertThat(answering(new ScriptedAnswers().typing(PASSWORD), add("--replace")))
                .returns(0, Outcome::exitCode);
        assertThat(Files.readString(file())).isNotEqualTo(first);
    }

    @Test
    void writesEveryOption() throws IOException {
        Files.createDirectories(folder.resolve("tls"));
        Outcome outcome = answering(
                new ScriptedAnswers().piping("p", "k"),
                List.of(
                        "datasource",
                        "add",
                        "shop",
                        "--no-test",
                        "--address",
                        "db1:5433,[fd00::1],db3",
                        "--database",
                        "d",
                        "--username",
                        "u",
                        "--property",
                        "connectTimeout=5",
                        "--property",
                        "sslpassword=${env:PATH_OF_IT}",
                        "--truststore",
                        folder.resolve("tls/ca.pem").toString(),
                        "--keystore",
                        "/etc/client.crt",
                        "--key-file",
                        "/etc/client.pk8",
                        "--ssl-mode",
                        "verify-full",
                        "--password-stdin",
                        "--key-password-env",
                        "KEY_PASSWORD"));

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.err()).contains("--property: the environment has no variable \"PATH_OF_IT\"");
        assertThat(folder.resolve(".sluice")).doesNotExist();
        Outcome good = answering(
                new ScriptedAnswers().piping("p", "k"),
                List.of(
                        "datasource",
                        "add",
                        "shop",
                        "--no-test",
                        "--address",
                        "db1:5433,[fd00::1],db3",
                        "--database",
                        "d",
                        "--username",
                        "u",
                        "--property",
                        "connectTimeout=5",
                        "--truststore",
                        folder.resolve("tls/ca.pem").toString(),
                        "--keystore",
                        "/etc/client.crt",
                        "--key-file",
                        "/etc/client.pk8",
                        "--ssl-mode",
                        "verify-full",
                        "--password-stdin",
                        "--key-password-stdin"));
        assertThat(good.exitCode()).as(good.toString()).isEqualTo(0);
        assertThat(Files.readString(file())
                        .replaceAll("sealed:v1:[^\"]*", "SEALED")
                        .replaceAll("\\s+", " "))
                .isEqualTo("{ \"name\" : \"shop\", \"type\" : \"postgresql\", \"address\" : [ { \"host\" : \"db1\","
                        + " \"port\" : 5433 }, { \"host\" : \"fd00::1\", \"port\" : 5432 }, { \"host\" : \"db3\","
                        + " \"port\" : 5432 } ], \"database\" : \"d\", \"username\" : \"u\", \"password\" :"
                        + " \"SEALED\", \"truststoreFile\" : \"../tls/ca.pem\", \"keystoreFile\" :"
                        + " \"/etc/client.crt\", \"keyFile\" : \"/etc/client.pk8\", \"sslMode\" : \"verify-full\","
                        + " \"clientPassword\" : \"SEALED\", \"properties\" : { \"connectTimeout\" : \"5\" } } ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                       | A command is missing; allowed: add, list, test, remove
            lst                                                      | Unknown command lst; did you mean list?
            add                                                      | Missing required parameter: 'NAME'
            add a/b --host h --database d --username u               | "a/b" cannot be the name of a data source
            add ../x --host h --database d --username u              | "../x" cannot be the name of a data source
            add a                                                    | The address of the server is missing
            add a --host h --address h --database d --username u     | The address of the server is missing or said twice
            add a --host h --username u                              | --database is missing
            add a --host h --database d                              | --username is missing
            add a --host h --port 0 --database d --username u        | is no address
            add a --host h --port 65536 --database d --username u    | is no address
            add a --address h:x --database d --username u            | "h:x" is no address
            add a --jdbc-url jdbc:postgresql://h/d --host h          | --jdbc-url says the host
            add a --jdbc-url jdbc:x?password=hush                    | A password in a jdbcUrl is to be seen by everybody
            add a --jdbc-url jdbc:postgresql://u:hush@h/d --no-password --no-test | A password in a jdbcUrl is to be seen by everybody
            add a --jdbc-url mysql://h/d --no-password               | --jdbc-url: this is no JDBC address
            add a --host h --database d --username u --property x    | --property wants name=value
            add a --host h --database d --username u --property sslpassword=hush | A password in --property sslpassword
            add a --host h --database d --username u                 | There is no terminal to ask for the password on
            add a --host h --database d --username u --password-stdin | --password-stdin: standard input has no such line
            add a --host h --database d --username u --password-stdin --no-password | The password is said twice
            add a --host h --database d --username u --password-env hush!  | is no variable of the environment
            add a --host h --database d --username u --no-password --key-password-stdin | There is a passphrase and no key
            add a --host h --database d --username u --no-password --ssl-mode x | Invalid value for option '--ssl-mode': expected one of [disable, allow, prefer, require, verify-ca, verify-full]
            add a --host h --database d --username u --no-password --key-file k | --keystore is missing
            add a --host h --database d --username u --no-password --keystore k | --key-file is missing
            add a --host h --database d --username u --password-env NO_SUCH_ONE | --password-env: the environment has no variable NO_SUCH_ONE
            add a --host h --database d --username u --no-password --keystore k --key-file k --key-password-env NONE | --key-password-env: the environment has no variable NONE
            add a --jdbc-url jdbc:postgresql://h/${d} --no-password | --jdbc-url: a data source file has no variables
            add a --host h --database d --username u --no-password --property a=1 --property a=2 | --property:
            add 店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店 --host h --database d --username u | it has more than 200 bytes
            add a --host h --database d --username u --no-password --timeout 0  | --timeout 0: allowed is 1 to 3600
            test a                                                   | There is no data source "a"
            test                                                     | Missing required parameter: 'NAME'
            remove a                                                 | There is no data source "a"
            list --workspace /no/where                               | The workspace /no/where is not a folder
            """)
    void refusesWhatMakesNoSense(String commandLine, String said) {
        Outcome outcome = workspace.sluice(("datasource " + commandLine).strip().split(" "));

        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.err()).contains(said).doesNotContain("hush");
        assertThat(outcome.err()).doesNotContain(".json:");
        assertThat(outcome.showsStackTrace()).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:PATH}", "a${b}", "$${x}", "$bizdate", "${", "a$"})
    void takesOptionsForWhatTheySay(String word) {
        Outcome outcome = workspace.sluice(
                "datasource add shop --no-test --no-password --host h --database %s --username %s --truststore /%s"
                        .replace("%s", word)
                        .split(" "));

        assertThat(outcome).as(outcome.toString()).returns(0, Outcome::exitCode);
        DataSource read = Workspace.of(folder, Map.of()).dataSource("shop");
        assertThat(read.location()).isEqualTo(new Location.Servers(List.of(new Location.Address("h", 5432)), word));
        assertThat(read.login().username()).hasValue(word);
        assertThat(read.tls().truststoreFile()).hasValue(Path.of("/" + word));
    }

    @Test
    void readsTheEnvironmentForUrlsAndProperties() {
        Outcome outcome = workspace.sluice(
                "datasource",
                "add",
                "shop",
                "--no-test",
                "--no-password",
                "--jdbc-url",
                "jdbc:postgresql://h/d?user=${env:SLUICE_WORKSPACE}",
                "--property",
                "a=${env:SLUICE_WORKSPACE}$${b}");

        assertThat(outcome).as(outcome.toString()).returns(0, Outcome::exitCode);
        DataSource read = Workspace.of(folder, Map.of("SLUICE_WORKSPACE", "x")).dataSource("shop");
        assertThat(read.location()).isEqualTo(new Location.JdbcUrls(List.of("jdbc:postgresql://h/d?user=x")));
        assertThat(read.properties().get("a")).isEqualTo(new Secret("x${b}"));
    }

    @Test
    void saysThatAKeyIsLeftWhereTheFileCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("datasources"), "a file where a folder is wanted");

        Outcome outcome = answering(new ScriptedAnswers().typing(PASSWORD), add());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("A key of the workspace was made before that, and stays: ", "cannot be written");
        assertThat(folder.resolve(".sluice").resolve("key")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "list", "test", "remove"})
    void explainsItself(String verb) {
        Outcome help = workspace.sluice("datasource", verb, "--help");

        assertThat(help.exitCode()).isEqualTo(0);
        assertThat(help.out())
                .contains("Usage: sluice datasource " + verb, "Exit codes: 0", "  sluice datasource " + verb, "-v");
    }

    @Test
    void listsWhatThereIs() {
        workspace.dataSource("plain", 5432, "d", "u", PASSWORD);
        workspace.write(
                "datasources/url.json",
                "{\"jdbcUrl\": \"jdbc:postgresql://h/d?password=user-secret\", \"sslMode\": \"require\"}");
        workspace.write(
                "datasources/certified.json",
                "{\"address\": [{\"host\": \"::1\"}], \"database\": \"d\", \"keystoreFile\": \"a\", \"keyFile\":"
                        + " \"b\", \"clientPassword\": \"${env:SLUICE_WORKSPACE}\"}");
        workspace.write("datasources/broken.json", "{\"adress\": 1}");
        answering(new ScriptedAnswers().typing(PASSWORD), add("--no-test"));

        Outcome list = workspace.sluice("datasource", "list");
        Outcome json = workspace.sluice("datasource", "list", "--json");

        assertThat(list.exitCode()).isEqualTo(0);
        assertThat(list.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "NAME TYPE ADDRESS DATABASE USER TLS SECRET",
                        "certified postgresql [::1]:5432 d - require, client certificate environment",
                        "plain postgresql localhost:5432 d u - plain",
                        "shop postgresql localhost:" + database.server().port() + " " + database.name() + " ds_"
                                + database.name() + " - sealed",
                        "url postgresql jdbc:postgresql://h/d - - require plain");
        assertThat(list.err()).contains("warning: broken cannot be used:", "broken.json:1:2", "unknown key \"adress\"");
        assertThat(json.out())
                .contains("\"name\" : \"shop\"", "\"secret\" : \"sealed\"", "\"fault\" : ")
                .startsWith("[");
        assertThat(list.out() + list.err() + json.out() + json.err()).doesNotContain(PASSWORD);
    }

    @Test
    void saysThatThereIsNothingToList() {
        assertThat(workspace.sluice("datasource", "list").out())
                .contains("There is no data source in", "sluice datasource add");
        assertThat(workspace.sluice("datasource", "list", "--json").out().strip())
                .isEqualTo("[ ]");
    }

    @Test
    void showsEveryStepOfATest() {
        try (ClosedPort nobody = new ClosedPort()) {
            workspace.dataSource("shop", nobody.port(), "d", "u", PASSWORD);

            Outcome text = workspace.sluice("datasource", "test", "shop");
            Outcome json = workspace.sluice("datasource", "test", "shop", "--json");

            assertThat(text.exitCode()).isEqualTo(3);
            assertThat(text.out())
                    .startsWith("localhost:" + nobody.port() + "/d\n  ok       resolve       localhost is ")
                    .contains("\n  failed   connect       port " + nobody.port() + ": ", "\n" + " ".repeat(25) + "-> ")
                    .endsWith("  skipped  TLS\n  skipped  authenticate\n  skipped  version\nshop: Unreachable\n");
            assertThat(json.exitCode()).isEqualTo(3);
            assertThat(json.out())
                    .contains("\"verdict\" : \"Unreachable\"", "\"step\" : \"connect\"", "\"outcome\" : \"failed\"");
        }
    }

    @Test
    void cannotTestWhatHasNoConnector() {
        workspace.write("datasources/shop.json", "{\"type\": \"postgre\", \"jdbcUrl\": \"jdbc:x\"}");
        workspace.write("datasources/rows.json", "{\"type\": \"stream\", \"jdbcUrl\": \"jdbc:x\"}");

        assertThat(workspace.sluice("datasource", "test", "shop"))
                .returns(2, Outcome::exitCode)
                .satisfies(test -> assertThat(test.err()).contains("postgre", "postgresql"));
        assertThat(workspace.sluice("datasource", "test", "rows"))
                .returns(2, Outcome::exitCode)
                .satisfies(test -> assertThat(test.err()).contains("the connector stream has none"));
    }

    @ParameterizedTest
    @CsvSource({"y, 0", "YES, 0", "n, 1", "'', 1", "yep, 1"})
    void asksBeforeItRemoves(String answer, int exitCode) {
        workspace.dataSource("shop", 5432, "d", "u", PASSWORD);
        ScriptedAnswers user = new ScriptedAnswers().typing(answer);

        assertThat(workspace.answering(user, "datasource", "remove", "shop").exitCode())
                .isEqualTo(exitCode);
        assertThat(user.questions()).containsExactly("Remove " + file() + "? [y/N] ");
        assertThat(Files.exists(file())).isEqualTo(exitCode == 1);
    }

    @Test
    void removesWithoutATerminalOnlyWhenToldTo() {
        workspace.dataSource("shop", 5432, "d", "u", PASSWORD);

        assertThat(workspace.sluice("datasource", "remove", "shop"))
                .returns(2, Outcome::exitCode)
                .satisfies(refused -> assertThat(refused.err()).contains("no terminal", "--yes"));
        assertThat(workspace.sluice("datasource", "remove", "shop", "--yes")).returns(0, Outcome::exitCode);
        assertThat(file()).doesNotExist();
    }

    @Test
    void doesNotRemoveWhatJobsNeed() {
        workspace.dataSource("source", 5432, "d", "u", PASSWORD);
        Path job = workspace.write("jobs/copy.json", new CopyJob().toString());

        Outcome refused = workspace.sluice("datasource", "remove", "source", "--yes");
        Outcome forced = workspace.sluice("datasource", "remove", "source", "--yes", "--force");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("The data source source is used by", job.toString(), "--force");
        assertThat(forced.exitCode()).isEqualTo(0);
        assertThat(forced.out()).contains("These jobs cannot run any more", job.toString());
    }
}
