package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** What is looked at on the source besides that it can be read. */
final class SourceChecks {
    private static final String SERVER = "source server";
    private static final String ROWS = "source rows";

    private final PgSession session;
    private final List<SourceQuery> queries;

    SourceChecks(PgSession session, List<SourceQuery> queries) {
        this.session = session;
        this.queries = queries;
    }

    List<Finding> run() {
        return new Checks(Side.SOURCE)
                .make(SERVER, this::standby)
                .make("source encoding", this::encoding)
                .make(ROWS, this::rowSecurity)
                .findings();
    }

    /** See the PostgreSQL documentation, chapter "Hot Standby", "Handling Query Conflicts". */
    private List<Finding> standby() {
        boolean exposed =
                session.isTrue("SELECT pg_is_in_recovery() AND NOT current_setting('hot_standby_feedback')::bool");
        return exposed
                ? List.of(Finding.warning(
                        SERVER,
                        "it is a standby without hot_standby_feedback: it may end a long read for what the primary cleans up",
                        "On the standby: ALTER SYSTEM SET hot_standby_feedback = on; SELECT pg_reload_conf()"))
                : List.of();
    }

    private List<Finding> encoding() {
        return session.isTrue("SELECT current_setting('server_encoding') = 'SQL_ASCII'")
                ? List.of(Finding.warning(
                        "source encoding",
                        "the database has none (SQL_ASCII): a text whose bytes are not UTF-8 ends the run",
                        PgErrors.NOT_ITS_ENCODING))
                : List.of();
    }

    private List<Finding> rowSecurity() {
        List<Finding> findings = new ArrayList<>();
        for (SourceQuery query : queries) {
            query.relation()
                    .filter(relation -> session.isTrue("SELECT row_security_active(?::oid)", relation.oid()))
                    .ifPresent(relation -> findings.add(Finding.warning(
                            ROWS,
                            "row-level security of " + relation.label() + " may hide rows from " + session.user()
                                    + "; what is hidden is not read",
                            RowSecurity.bypassFor(session))));
        }
        return findings;
    }
}
