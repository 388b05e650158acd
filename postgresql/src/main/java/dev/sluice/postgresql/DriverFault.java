package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.DataSource;
import dev.sluice.job.Secret;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the driver could not do. It shows the values of properties that it does not understand, and they may be secrets. */
final class DriverFault {
    private final List<String> names;
    private final Pattern secrets;
    private final Exception reason;

    DriverFault(DataSource dataSource, Exception reason) {
        this.names = dataSource.properties().keySet().stream().sorted().toList();
        this.secrets = words(dataSource.properties().values().stream().map(Secret::reveal));
        this.reason = reason;
    }

    /** Only as whole words: what {@code 1} is the value of says nothing about {@code 5431}. */
    private static Pattern words(Stream<String> values) {
        List<String> quoted =
                values.filter(value -> !value.isEmpty()).map(Pattern::quote).toList();
        return Pattern.compile(quoted.isEmpty() ? "(?!)" : "(?<!\\w)(" + String.join("|", quoted) + ")(?!\\w)");
    }

    /**
     * Returns the reason if it shows no value, which then is the driver's own.
     *
     * @throws SyncException with PREFLIGHT_FAILED, and without the reason as its cause, if it shows one
     */
    SQLException withoutSecrets() {
        boolean shown = Stream.<Throwable>iterate(reason, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause ->
                        secrets.matcher(String.valueOf(cause.getMessage())).find());
        if (shown) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "a value of \"properties\" is not taken: "
                            + secrets.matcher(text()).replaceAll("***"),
                    "Correct \"properties\" of the data source: " + String.join(", ", names),
                    null);
        }
        return reason instanceof SQLException refused ? refused : new SQLException(text(), "08001", reason);
    }

    private String text() {
        return reason instanceof SQLException refused ? PgErrors.message(refused) : String.valueOf(reason.getMessage());
    }
}
