package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the table {@link ProgressTable#NAME} of a job: whatever schema it is in, that which has the job's rows. Only where none
 * has any, the user's {@code search_path} decides, since it may be another one at each start.
 */
final class ProgressPlace {
    private static final String TABLES = """
            SELECT n.nspname, pg_table_is_visible(c.oid)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relname = ? AND c.relkind = 'r' AND c.relpersistence <> 't'
               AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
               AND 5 = (SELECT count(*) FROM pg_attribute
                         WHERE attrelid = c.oid AND NOT attisdropped
                           AND attname IN ('job', 'table_schema', 'table_name', 'position', 'definition'))
             ORDER BY 1""";

    private final PgSession session;
    private final String job;

    /** A table of ours; {@code visible} says whether its bare name means it. */
    private record Candidate(TableName table, boolean visible) {}

    ProgressPlace(PgSession session, String job) {
        this.session = session;
        this.job = job;
    }

    /**
     * Returns the table, if it is there.
     *
     * @throws SyncException with PREFLIGHT_FAILED if several have rows of the job
     */
    Optional<TableName> find() {
        List<Candidate> candidates = session.query(
                TABLES,
                row -> new Candidate(new TableName(row.getString(1), ProgressTable.NAME), row.getBoolean(2)),
                ProgressTable.NAME);
        List<TableName> holding =
                candidates.stream().map(Candidate::table).filter(this::hasRows).toList();
        if (holding.size() > 1) {
            throw ambiguous(holding);
        }
        return holding.stream()
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(Candidate::visible)
                        .map(Candidate::table)
                        .findFirst());
    }

    private boolean hasRows(TableName table) {
        return session.isTrue("SELECT EXISTS (SELECT 1 FROM " + Quoting.table(table) + " WHERE job = ?)", job);
    }

    private SyncException ambiguous(List<TableName> tables) {
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED,
                "The progress of the job " + job + " is in several tables, and nobody knows which is right: "
                        + tables.stream().map(TableName::toString).collect(Collectors.joining(", ")),
                "Take the job out of those that are copies:\n"
                        + tables.stream()
                                .map(table ->
                                        "DELETE FROM " + Quoting.table(table) + " WHERE job = " + Quoting.literal(job))
                                .collect(Collectors.joining("\n")),
                null);
    }

    /** Returns where it is to be made: in the first schema of the user's {@code search_path} that is there. */
    TableName first() {
        String schema = session.query("SELECT current_schema()", row -> Optional.ofNullable(row.getString(1)))
                .get(0)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.PREFLIGHT_FAILED,
                        "No schema of the search_path of " + session.user() + " is there, so that " + ProgressTable.NAME
                                + " cannot be made",
                        "ALTER ROLE " + Quoting.identifier(session.user()) + " SET search_path = …",
                        null));
        return new TableName(schema, ProgressTable.NAME);
    }
}
