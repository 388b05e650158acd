package dev.sluice.postgresql;

import dev.sluice.connector.Incoming;
import dev.sluice.preflight.Finding;
import java.util.List;
import java.util.regex.Pattern;

/** What is looked at on the destination for a whole job, besides what {@link TargetChecks} look at for its table. */
final class DestinationChecks {
    private static final String ENCODING = "destination encoding";

    /** What waits until nobody reads the table any more. */
    private static final Pattern LOCKING =
            Pattern.compile("\\b(truncate|alter|drop|lock|cluster|reindex|vacuum)\\b", Pattern.CASE_INSENSITIVE);

    private final PgSession session;
    private final PostgresWriterOptions options;

    DestinationChecks(PgSession session, PostgresWriterOptions options) {
        this.session = session;
        this.options = options;
    }

    /** Looks at the server, whatever there is for a table. */
    List<Finding> ofServer(int channels) {
        return new Checks(Side.DESTINATION)
                .make(ENCODING, this::encoding)
                .make(ConnectionLimits.CHECK, () -> new ConnectionLimits(session).forMore(channels))
                .findings();
    }

    /** Looks at the table as one of this job. */
    List<Finding> ofTable(Relation relation, Incoming incoming) {
        return new Checks(Side.DESTINATION)
                .make("destination table", () -> selfCopy(relation, incoming))
                .make("preSql", () -> new OwnStatements(session, relation, options).run())
                .findings();
    }

    private List<Finding> encoding() {
        String encoding = session.query("SELECT current_setting('server_encoding')", row -> row.getString(1))
                .get(0);
        return switch (encoding) {
            case "UTF8" -> List.of();
            case "SQL_ASCII" ->
                List.of(
                        Finding.warning(
                                ENCODING,
                                "the database has none (SQL_ASCII): texts are stored as UTF-8, and nobody checks them later",
                                "Read them with client_encoding UTF8, or make the database with ENCODING 'UTF8' TEMPLATE template0"));
            default -> List.of(limited(encoding));
        };
    }

    private Finding limited(String encoding) {
        String detail = "the database holds " + encoding + ": a text with a character that " + encoding
                + " does not have makes a dirty row (22P05)";
        return options.nulByte() == NulByte.REPLACE
                ? Finding.warning(
                        ENCODING,
                        detail + ", and so does the U+FFFD of nulByte replace",
                        "Set nulByte to strip, or make the database with ENCODING 'UTF8' TEMPLATE template0")
                : Finding.warning(
                        ENCODING,
                        detail,
                        "Bear dirty rows (setting.errorLimit), or make the database with ENCODING 'UTF8' TEMPLATE template0");
    }

    /** The reader keeps its lock on the table until the last row is read, which is after preSql. */
    private List<Finding> selfCopy(Relation relation, Incoming incoming) {
        if (!incoming.origins().contains(new Catalog(session).place(relation))) {
            return List.of();
        }
        if (options.preSql().stream()
                .anyMatch(statement -> LOCKING.matcher(statement).find())) {
            return List.of(Finding.failed(
                    "destination table",
                    relation.label()
                            + " is also what is read, and preSql would wait for the reader, which waits for preSql",
                    "Write to another table, or empty it by DELETE FROM @table"));
        }
        return List.of(Finding.warning(
                "destination table",
                relation.label() + " is also what is read: its rows are added to it once more",
                "Write to another table, unless that is what you want"));
    }
}
