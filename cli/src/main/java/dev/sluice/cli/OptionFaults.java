package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.Fault;
import dev.sluice.job.ParseResult;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Faults of a data source that has no file yet, at the options that it is made from. */
final class OptionFaults {
    private static final Map<String, String> OPTIONS = Map.of(
            "name", "NAME",
            "address", "--address",
            "database", "--database",
            "jdbcUrl", "--jdbc-url",
            "username", "--username",
            "properties", "--property",
            "truststoreFile", "--truststore",
            "keystoreFile", "--keystore",
            "keyFile", "--key-file");

    private static final Pattern FIRST_KEY = Pattern.compile("\\$\\.(\\w+).*");

    private OptionFaults() {}

    /** Returns the data source, or throws what is wrong with the command line. */
    static DataSource orThrow(ParseResult<DataSource> draft) {
        return draft.value()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.COMMAND_INVALID,
                        draft.faults().stream().map(OptionFaults::line).collect(Collectors.joining("\n")),
                        "Correct the command line; nothing was written",
                        null));
    }

    private static String line(Fault fault) {
        Matcher key = FIRST_KEY.matcher(fault.path());
        Optional<String> option = key.matches() ? Optional.ofNullable(OPTIONS.get(key.group(1))) : Optional.empty();
        return option.map(name -> name + ": ").orElse("") + fault.message();
    }
}
