package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Authority;
import dev.sluice.testkit.ClosedPort;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TlsServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that cannot be mistaken for anything else, looked for in all that commands print and leave behind. */
final class NoSecretTest {
    private static final String PLAIN = "Pl4in/hidden+one&ü";
    private static final String IN_ENVIRONMENT = "Env1/hidden+two&ö";
    private static final String SEALED = "Sea1/hidden+three&ä";
    private static final String WRONG = "Wr0ng/hidden+four&é";
    private static final String KEY_PASSWORD = "Key5/hidden+five&a";
    private static final List<String> SECRETS = List.of(PLAIN, IN_ENVIRONMENT, SEALED, WRONG, KEY_PASSWORD);

    /** What somebody wrote by hand, passwords and all. */
    private static final Set<String> BY_HAND =
            Set.of("source.json", "wrong.json", "unreachable.json", "keyed.json", "url.json");

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase destination;
    private TestWorkspace workspace;
    private final StringBuilder printed = new StringBuilder();

    @BeforeEach
    void open() throws SQLException {
        source = TestingPostgres.shared().newDatabase();
        destination = TestingPostgres.shared().newDatabase();
        source.createUser("p_" + source.name(), PLAIN);
        destination.createUser("e_" + destination.name(), IN_ENVIRONMENT);
        destination.createUser("s_" + destination.name(), SEALED);
        source.execute(
                "create table t (id int, v text)",
                "insert into t select i, 'v' || i from generate_series(1, 10) i",
                "grant select on t to public");
        destination.execute("create table t (id int check (id <> 7), v text)", "grant select, insert on t to public");
        workspace = new TestWorkspace(folder);
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    private Outcome sluice(String input, String... arguments) {
        Map<String, String> environment =
                Map.of("SLUICE_WORKSPACE", folder.toString(), "HIDDEN", IN_ENVIRONMENT, "HIDDEN_KEY", KEY_PASSWORD);
        Outcome outcome = TestWorkspace.sluice(
                new Input(environment, new ScriptedAnswers().piping(input)), OptionalInt.empty(), arguments);
        printed.append(outcome);
        return outcome;
    }

    private Outcome sluice(int exitCode, String... arguments) {
        Outcome outcome = sluice("", arguments);
        assertThat(outcome.exitCode()).as(String.join(" ", arguments) + outcome).isEqualTo(exitCode);
        return outcome;
    }

    private List<String> addition(String name, String role) {
        return new ArrayList<>(List.of(
                "datasource",
                "add",
                name,
                "-v",
                "--host",
                "localhost",
                "--port",
                Integer.toString(destination.server().port()),
                "--database",
                destination.name(),
                "--username",
                role + "_" + destination.name()));
    }

    private Outcome add(String name, String role, String input, String... more) {
        List<String> arguments = addition(name, role);
        arguments.addAll(List.of(more));
        return sluice(input, arguments.toArray(String[]::new));
    }

    private void writeByHand() throws IOException, GeneralSecurityException {
        workspace.dataSource("source", source, "p_" + source.name(), PLAIN);
        workspace.dataSource("wrong", source, "p_" + source.name(), WRONG);
        try (ClosedPort nobody = new ClosedPort()) {
            workspace.dataSource("unreachable", nobody.port(), "d", "u", PLAIN);
        }
        workspace.write("datasources/url.json", """
                {"jdbcUrl": "jdbc:postgresql://localhost:%s/d?password=%s&sslpassword=%s"}
                """.formatted(
                        Integer.toString(source.server().port()),
                        URLEncoder.encode(WRONG, StandardCharsets.UTF_8),
                        KEY_PASSWORD));
        KeyPair keys = Authority.newKeys();
        Path tls = Files.createDirectories(folder.resolve("datasources").resolve("tls"));
        Files.write(tls.resolve("root.crt"), Authority.pem(TlsServer.ROOT.certificate()));
        Files.write(
                tls.resolve("client.crt"),
                Authority.pem(TlsServer.CLIENTS.certify("by_certificate", keys.getPublic())));
        Files.write(tls.resolve("client.pk8"), TlsTest.encrypted(keys.getPrivate()));
        workspace.write("datasources/keyed.json", """
                {"address": [{"host": "localhost", "port": %s}], "database": "postgres", "username": "by_certificate",
                 "truststoreFile": "tls/root.crt", "keystoreFile": "tls/client.crt", "keyFile": "tls/client.pk8",
                 "clientPassword": "%s"}
                """.formatted(
                Integer.toString(TlsServer.of(TestingPostgres.DEFAULT_VERSION).port()), KEY_PASSWORD));
    }

    private String job(String from, String to) {
        String text = new CopyJob().setting("\"errorLimit\": {\"record\": 5}").toString();
        return workspace
                .write(
                        "jobs/" + from + "-" + to + ".json",
                        text.replace("\"source\"", "\"" + from + "\"").replace("\"destination\"", "\"" + to + "\""))
                .toString();
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                secret.substring(0, 11));
    }

    private static void assertHoldsNone(String where, String text) {
        SECRETS.stream()
                .flatMap(NoSecretTest::forms)
                .forEach(form -> assertThat(text).as(where).doesNotContain(form));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !BY_HAND.contains(file.getFileName().toString()))
                    .toList();
        }
    }

    @Test
    void nothingThatIsPrintedOrWrittenHoldsASecret() throws Exception {
        writeByHand();
        assertThat(add("environment", "e", "", "--password-env", "HIDDEN").exitCode())
                .isEqualTo(0);
        assertThat(add("sealed", "s", SEALED, "--password-stdin").exitCode()).isEqualTo(0);
        assertThat(add("refused", "s", WRONG, "--password-stdin").exitCode()).isEqualTo(3);
        for (String name : List.of("source", "environment", "sealed")) {
            sluice(0, "datasource", "test", name, "-v");
        }
        for (String name : List.of("wrong", "unreachable", "keyed", "url")) {
            sluice(3, "datasource", "test", name, "-v");
            sluice(3, "datasource", "test", name, "--json");
            sluice(3, "check", job(name, "sealed"), "-v");
            sluice(
                    3,
                    "run",
                    job(name, "sealed"),
                    "-v",
                    "--report",
                    folder.resolve(name + ".json.report").toString());
            sluice(3, "run", job("source", name), "-v");
        }
        assertThat(printed).contains("the password does not fit the key");
        sluice(0, "datasource", "list", "-v");
        sluice(0, "datasource", "list", "--json");
        for (String to : List.of("environment", "sealed")) {
            sluice(
                    0,
                    "check",
                    job("source", to),
                    "-v",
                    "--report",
                    folder.resolve(to + ".check").toString());
            Outcome run = sluice(
                    0,
                    "run",
                    job("source", to),
                    "-v",
                    "--report",
                    folder.resolve(to + ".report").toString());
            assertThat(run.err()).contains("1 dirty");
        }

        assertNoneIsLeft("dirty.jsonl", "run.json", "key", "sealed.json");
    }

    private void assertNoneIsLeft(String... files) throws IOException {
        assertHoldsNone("what was printed", printed.toString());
        assertThat(files()).map(file -> file.getFileName().toString()).contains(files);
        for (Path file : files()) {
            assertHoldsNone(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRealtimeJobTellsNoneEither() throws Exception {
        String owner = "p_" + source.name();
        String applier = "s_" + destination.name();
        source.execute(
                "alter role " + owner + " replication",
                "grant create on database " + source.name() + " to " + owner,
                "create table live as select i as id from generate_series(1, 10) i",
                "alter table live add primary key (id)",
                "alter table live owner to " + owner);
        destination.execute("grant create on schema public to " + applier);
        writeByHand();
        assertThat(add("sealed", "s", SEALED, "--password-stdin").exitCode()).isEqualTo(0);
        for (String from : List.of("source", "wrong")) {
            workspace.write("jobs/" + from + ".json", realtimeJob(from));
        }

        sluice(3, "check", "wrong.json", "-v");
        sluice(3, "run", "wrong.json", "-v");
        sluice(0, "check", "source.json", "-v");
        String report = folder.resolve("live.report").toString();
        sluice(0, "run", "source.json", "-v", "--until", "caught-up", "--report", report);
        sluice(0, "status", "source.json", "-v");
        sluice(0, "status", "source.json", "--json");

        assertNoneIsLeft("status.json", "live.report");
        sluice(0, "drop", "source.json", "-v");
        assertHoldsNone("what was printed", printed.toString());
    }

    private static String realtimeJob(String from) {
        return """
                {"Name": "live_%s", "JobType": "DatabaseRealtimeMigration", "MigrationType": "FullAndRealtimeIncremental",
                 "SourceDataSourceSettings": [{"DataSourceName": "%s"}],
                 "DestinationDataSourceSettings": [{"DataSourceName": "sealed"}],
                 "TableMappings": [{"SourceObjectSelectionRules": [
                     {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Exact", "Expression": "live"}]}]}
                """.formatted(from, from);
    }

    @Test
    void aLostOrWrongKeyTellsNothing() throws IOException {
        add("sealed", "s", SEALED, "--password-stdin");
        workspace.dataSource("source", source, "p_" + source.name(), PLAIN);
        Path key = folder.resolve(".sluice").resolve("key");
        String kept = Files.readString(key);

        Files.writeString(key, "bm8ga2V5");
        sluice(3, "datasource", "test", "sealed", "-v");
        sluice(3, "check", job("source", "sealed"), "-v");
        assertThat(sluice(3, "run", job("source", "sealed"), "-v").err()).contains("holds no key");
        assertThat(add("other", "s", SEALED, "--password-stdin").exitCode()).isEqualTo(3);
        Files.delete(key);
        assertThat(sluice(3, "run", job("source", "sealed")).err()).contains("there is no key in");

        assertHoldsNone("what was printed", printed.toString());
        assertThat(printed).doesNotContain(kept.strip(), "bm8ga2V5");
    }

    @Test
    void theProcessListShowsNone() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.cli.Sluice"));
        command.addAll(addition("sealed", "s"));
        command.addAll(List.of("--workspace", folder.toString(), "--password-stdin"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        try {
            process.getOutputStream().write((SEALED + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            StringBuilder seen = new StringBuilder();
            do {
                process.toHandle().info().commandLine().ifPresent(seen::append);
            } while (process.isAlive());

            assertThat(process.waitFor())
                    .as(Files.readString(folder.resolve("out.txt")))
                    .isEqualTo(0);
            assertThat(seen).contains("--password-stdin");
            assertHoldsNone("the process list", seen.toString());
            for (Path file : files()) {
                assertHoldsNone(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } finally {
            process.destroy();
        }
    }
}
