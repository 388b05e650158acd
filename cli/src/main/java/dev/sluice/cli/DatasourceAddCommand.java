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
        requireFree(file);
        place.check();
        tls.check();
        Workspace trial = trial(workspace);
        NewSecrets found = secrets.read(tls.hasKey(), surroundings.answers());
        if (!isGood(trial, found)) {
            surroundings.err().println("Nothing was written. Correct it, or add --no-test to write it as it is.");
            return Exit.PREFLIGHT_FAILED;
        }
        boolean keyIsMade = found.areSealed() && !workspace.seal().hasKey();
        String text = text(found, workspace);
        save(text, workspace, keyIsMade);
        tell(file, found, workspace, keyIsMade);
        return Exit.DONE;
    }

    private void requireFree(Path file) {
        if (Files.exists(file) && !replace) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "There is a data source " + name + " already: " + file,
                    "Choose another name, or add --replace to write it anew as a whole",
                    null);
        }
    }

    /** Returns what to try it in: with a key of its own where there is none, so that a failure leaves none behind. */
    private Workspace trial(Workspace workspace) {
        if (!untested) {
            secrets.requireVariables(surroundings.environment());
            return workspace.forTrial();
        }
        // The environment in which it will be used may be another one than this.
        return Workspace.of(workspace.folder(), secrets.withVariables(surroundings.environment()))
                .forTrial();
    }

    private String text(NewSecrets found, Workspace workspace) {
        NewSecrets.Texts texts = found.texts(name, workspace.seal());
        return JsonFile.text(json -> new NewDataSource(name, place, tls, texts).write(workspace, json));
    }

    private boolean isGood(Workspace trial, NewSecrets found) {
        DataSource dataSource = OptionFaults.orThrow(trial.draft(name, text(found, trial)));
        if (untested) {
            surroundings.connectors().of(dataSource);
            return true;
        }
        ConnectionTest test = surroundings.connectors().of(dataSource).test(dataSource, timeout.limit());
        ConnectionTestText.print(name, test, surroundings.out());
        return test.verdict() == ConnectionTest.Verdict.CONNECTABLE;
    }

    private void save(String text, Workspace workspace, boolean keyWasMade) {
        try {
            workspace.saveDataSource(name, text);
        } catch (SyncException e) {
            if (keyWasMade) {
                surroundings
                        .err()
                        .println("A key of the workspace was made before that, and stays: "
                                + workspace.seal().keyPlace());
            }
            throw e;
        }
    }

    private void tell(Path file, NewSecrets found, Workspace workspace, boolean keyIsNew) {
        PrintWriter out = surroundings.out();
        out.println("Wrote " + file + ", for you alone to read.");
        if (found.areSealed()) {
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
