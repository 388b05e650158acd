package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Seal;
import dev.sluice.job.SecretPlace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where the secrets of a new data source come from: never from an argument, which everybody on the machine can see. */
final class SecretOptions {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    @Option(
            names = "--password-stdin",
            description = "Read the password from standard input, one line, instead of asking for it.")
    private boolean passwordFromInput;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "Keep no password, but the name of a variable of the environment that will hold it.")
    private Optional<String> passwordVariable = Optional.empty();

    @Option(names = "--no-password", description = "There is none: the server trusts, or wants a client certificate.")
    private boolean noPassword;

    @Option(
            names = "--key-password-stdin",
            description = "Read the passphrase of --key-file from standard input, the line after the password's.")
    private boolean keyPasswordFromInput;

    @Option(
            names = "--key-password-env",
            paramLabel = "VARIABLE",
            description = "The variable of the environment that will hold the passphrase of --key-file.")
    private Optional<String> keyPasswordVariable = Optional.empty();

    /** What to write for each secret; empty where there is none. */
    record Texts(Optional<String> password, Optional<String> keyPassword) {
        boolean areSealed() {
            return Stream.of(password, keyPassword)
                    .flatMap(Optional::stream)
                    .anyMatch(text -> !text.startsWith("${env:"));
        }

        /** Shows nothing: these are no secrets any more, but nobody needs them. */
        @Override
        public String toString() {
            return "Texts";
        }
    }

    /** Asks for the secrets and seals them. */
    Texts read(String dataSource, boolean withKey, Seal seal, Answers answers) {
        check(withKey);
        Optional<String> password = passwordVariable
                .map(SecretOptions::reference)
                .or(() -> password(answers).map(secret -> seal.seal(new SecretPlace(dataSource, "password"), secret)));
        Optional<String> keyPassword = keyPasswordVariable
                .map(SecretOptions::reference)
                .or(() -> (withKey ? keyPassword(answers) : Optional.<String>empty())
                        .map(secret -> seal.seal(new SecretPlace(dataSource, "clientPassword"), secret)));
        return new Texts(password, keyPassword);
    }

    private void check(boolean withKey) {
        long ways = Stream.of(passwordFromInput, noPassword, passwordVariable.isPresent())
                .filter(chosen -> chosen)
                .count();
        if (ways > 1) {
            throw invalid("The password is said twice", "Choose --password-stdin, --password-env or --no-password");
        }
        if (keyPasswordFromInput && keyPasswordVariable.isPresent()) {
            throw invalid("The passphrase is said twice", "Choose --key-password-stdin or --key-password-env");
        }
        if (!withKey && (keyPasswordFromInput || keyPasswordVariable.isPresent())) {
            throw invalid("There is a passphrase and no key", "Add --key-file");
        }
    }

    private Optional<String> password(Answers answers) {
        if (noPassword) {
            return Optional.empty();
        }
        if (passwordFromInput) {
            return Optional.of(line("--password-stdin", answers));
        }
        if (!answers.canAsk()) {
            throw invalid(
                    "There is no terminal to ask for the password on",
                    "Add --password-stdin, --password-env VARIABLE or --no-password");
        }
        return asked("Password (empty if there is none): ", answers);
    }

    private Optional<String> keyPassword(Answers answers) {
        if (keyPasswordFromInput) {
            return Optional.of(line("--key-password-stdin", answers));
        }
        return answers.canAsk() ? asked("Passphrase of the key (empty if it has none): ", answers) : Optional.empty();
    }

    private static Optional<String> asked(String question, Answers answers) {
        return Optional.of(answers.askUnseen(question)
                        .orElseThrow(() -> invalid("The question was not answered", "Nothing was written")))
                .filter(answer -> !answer.isEmpty());
    }

    private static String line(String option, Answers answers) {
        return answers.nextLine()
                .filter(line -> !line.isEmpty())
                .orElseThrow(() -> invalid(option + ": standard input has no such line", "Write the secret into it"));
    }

    private static String reference(String variable) {
        if (!VARIABLE.matcher(variable).matches()) {
            // Not shown: it may be the password itself.
            throw invalid(
                    "What the option names is no variable of the environment",
                    "Give the name of the variable, such as SHOP_PASSWORD, and not the password");
        }
        return "${env:" + variable + "}";
    }

    /** Returns an environment in which every variable that the new file names has some value. */
    Map<String, String> withVariables(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        Stream.of(passwordVariable, keyPasswordVariable)
                .flatMap(Optional::stream)
                .forEach(variable -> all.putIfAbsent(variable, "?"));
        return all;
    }

    private static SyncException invalid(String what, String cure) {
        return new SyncException(ErrorCode.COMMAND_INVALID, what, cure, null);
    }
}
