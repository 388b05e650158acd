package dev.sluice.postgresql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.ServerErrorMessage;

/**
 * The context that COPY FROM gives its errors: the table, the line from 1 and, where one is to blame, the column. Servers
 * translate the words between, so only the table's name and the digits are looked for.
 */
final class CopyContext {
    private final Pattern place;

    /** {@code table} is the name that the server shows: the table's own, without schema and quotes. */
    CopyContext(String table) {
        this.place = Pattern.compile(
                "^COPY " + Pattern.quote(table) + "[^\\d\\n]+(\\d+)(?:, \\S+ ([^:\\n]+))?", Pattern.MULTILINE);
    }

    OptionalInt line(SQLException failure) {
        return find(failure)
                .map(found -> OptionalInt.of(Integer.parseInt(found.group(1))))
                .orElse(OptionalInt.empty());
    }

    Optional<String> column(SQLException failure) {
        return find(failure).flatMap(found -> Optional.ofNullable(found.group(2)));
    }

    private Optional<Matcher> find(SQLException failure) {
        ServerErrorMessage server = PgErrors.serverMessage(failure);
        if (server == null || server.getWhere() == null) {
            return Optional.empty();
        }
        Matcher matcher = place.matcher(server.getWhere());
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }
}
