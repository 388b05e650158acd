package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ConnectionTest;
import dev.sluice.job.DataSource;
import dev.sluice.job.Workspace;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the file of a data source. */
@Command(
        name = "add",
        description =
                "Make a data source: test the connection, then write datasources/NAME.json, for its owner alone. A"
                        + " password is asked for on the terminal and sealed with the key of the workspace (.sluice/key, made"
                        + " when missing; or SLUICE_KEY). When the test fails nothing is written.",
        footer = {
            "",
            "Exit codes: 0 written; 2 the command line is wrong, or there is such a data source; 3 the test failed.",
            "",
            "Examples:",
            "  sluice datasource add shop --host db.example.com --database shop --username reader",
            "  sluice datasource add shop --address db1:5432,db2:5432 --database shop --username reader \\",
            "      --truststore ca.pem --ssl-mode verify-full --password-stdin < password.txt",
            "  sluice datasource add shop --jdbc-url jdbc:postgresql://db/shop --username reader \\",
            "      --password-env SHOP_PASSWORD --no-test --replace"
        })
final class DatasourceAddCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final WorkspaceOption option = new WorkspaceOption();

    @Parameters(paramLabel = "NAME", description = "The name that jobs use, such as shop-prod.")
    private String name = "";

    @Mixin
    private final PlaceOptions place = new PlaceOptions();

    @Mixin
    private final SecretOptions secrets = new SecretOptions();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Mixin
    private final TimeoutOption timeout = new TimeoutOption();

    @Option(names = "--replace", description = "Replace the data source of that name as a whole.")
    private boolean replace;

    @Option(names = "--no-test", description = "Write it without connecting first.")
    private boolean untested;

    DatasourceAddCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Workspace workspace = option.workspace(surroundings);
        Path file = workspace.dataSourceFile(name);
        if (Files.exists(file) && !replace) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "There is a data source " + name + " already: " + file,
                    "Choose another name, or add --replace to write it anew as a whole",
                    null);
        }
        place.check();
        boolean keyIsNew = !workspace.seal().hasKey();
        SecretOptions.Texts texts = secrets.read(name, tls.hasKey(), workspace.seal(), surroundings.answers());
        String text = JsonFile.text(json -> new NewDataSource(name, place, tls, texts).write(workspace, json));
        if (!isGood(workspace, text)) {
            boolean keyWasMade = keyIsNew && workspace.seal().hasKey();
            surroundings
                    .err()
                    .println("Nothing was written"
                            + (keyWasMade
                                    ? ", but for a new key of the workspace, "
                                            + workspace.seal().keyPlace()
                                    : "")
                            + ". Correct it, or add --no-test to write it as it is.");
            return Exit.PREFLIGHT_FAILED;
        }
        workspace.saveDataSource(name, text);
        tell(file, texts, workspace, keyIsNew);
        return Exit.DONE;
    }

    private boolean isGood(Workspace workspace, String text) {
        if (untested) {
            // The environment in which it will be used may be another one than this.
            Workspace elsewhere = Workspace.of(workspace.folder(), secrets.withVariables(surroundings.environment()));
            surroundings.connectors().of(elsewhere.dataSource(name, text));
            return true;
        }
        DataSource dataSource = workspace.dataSource(name, text);
        ConnectionTest test = surroundings.connectors().of(dataSource).test(dataSource, timeout.limit());
        ConnectionTestText.print(name, test, surroundings.out());
        return test.verdict() == ConnectionTest.Verdict.CONNECTABLE;
    }

    private void tell(Path file, SecretOptions.Texts texts, Workspace workspace, boolean keyIsNew) {
        PrintWriter out = surroundings.out();
        out.println("Wrote " + file + ", for you alone to read.");
        if (texts.areSealed()) {
            out.println("What is secret in it is sealed with the key in "
                    + workspace.seal().keyPlace() + (keyIsNew ? ", which was made just now." : "."));
            out.println(
                    "  -> Keep a copy of the key in a safe place, and out of git: nothing else opens what it sealed");
        }
        out.println("  -> Use it in a job: \"datasource\": \"" + name + "\"");
        if (untested) {
            out.println("  -> Try it: sluice datasource test " + name);
        }
    }
}
