package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Secret;
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

    /** Asks for the secrets. */
    NewSecrets read(boolean withKey, Answers answers) {
        check(withKey);
        Optional<NewSecrets.Source> password =
                passwordVariable.map(SecretOptions::variable).or(() -> told(password(answers)));
        Optional<NewSecrets.Source> keyPassword = keyPasswordVariable
                .map(SecretOptions::variable)
                .or(() -> withKey ? told(keyPassword(answers)) : Optional.empty());
        return new NewSecrets(password, keyPassword);
    }

    private static Optional<NewSecrets.Source> told(Optional<String> secret) {
        return secret.map(text -> new NewSecrets.Told(new Secret(text)));
    }

    /** Refuses variables that the environment lacks, since nothing can be tested without them. */
    void requireVariables(Map<String, String> environment) {
        requireVariable("--password-env", passwordVariable, environment);
        requireVariable("--key-password-env", keyPasswordVariable, environment);
    }

    private static void requireVariable(String option, Optional<String> variable, Map<String, String> environment) {
        variable.ifPresent(SecretOptions::requireName);
        if (variable.isPresent() && !environment.containsKey(variable.get())) {
            throw invalid(
                    option + ": the environment has no variable " + variable.get(),
                    "Set it before Sluice starts, or add --no-test if only those have it who will use the data source");
        }
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

    private static NewSecrets.Source variable(String name) {
        requireName(name);
        return new NewSecrets.Variable(name);
    }

    private static void requireName(String variable) {
        if (!VARIABLE.matcher(variable).matches()) {
            // Not shown: it may be the password itself.
            throw invalid(
                    "What the option names is no variable of the environment",
                    "Give the name of the variable, such as SHOP_PASSWORD, and not the password");
        }
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
