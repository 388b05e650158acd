package dev.sluice.postgresql;

import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a source can give its changes. See the PostgreSQL documentation, chapter "Logical Replication". */
final class ReplicationChecks {
    private final PgSession session;
    private final RealtimeJob job;
    private final List<SourceTable> tables;

    ReplicationChecks(PgSession session, RealtimeJob job, List<SourceTable> tables) {
        this.session = session;
        this.job = job;
        this.tables = tables;
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        findings.add(walLevel());
        findings.add(role());
        findings.add(
                tables.isEmpty()
                        ? Finding.failed(
                                "source tables",
                                "the rules of " + job.name() + " choose no table",
                                "Correct TableMappings, or make the tables")
                        : Finding.ok("source tables", tables.size() + " chosen"));
        findings.addAll(identities());
        return findings;
    }

    private Finding walLevel() {
        String level = session.query("SHOW wal_level", row -> row.getString(1)).get(0);
        return level.equals("logical")
                ? Finding.ok("wal_level", "logical")
                : Finding.failed(
                        "wal_level",
                        "it is " + level + ", and changes can be read with logical only",
                        "ALTER SYSTEM SET wal_level = logical; then restart the server");
    }

    private Finding role() {
        boolean may = session.query(
                        "SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user",
                        row -> row.getBoolean(1))
                .contains(true);
        String user = session.user();
        return may
                ? Finding.ok("replication privilege", user + " has it")
                : Finding.failed(
                        "replication privilege",
                        user + " may not read changes",
                        "ALTER ROLE " + Quoting.identifier(user) + " REPLICATION");
    }

    /** A table whose rows nothing identifies refuses updates and deletes as soon as it is published. */
    private List<Finding> identities() {
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : tables) {
            Relation relation = new Catalog(session).require(table.name());
            boolean identified =
                    session.query("""
                            SELECT relreplident = 'f'
                                   OR relreplident = 'd' AND EXISTS (
                                       SELECT 1 FROM pg_index WHERE indrelid = c.oid AND indisprimary)
                                   OR relreplident = 'i'
                              FROM pg_class c WHERE c.oid = ?::oid""", row -> row.getBoolean(1), relation.oid()).contains(true);
            if (!identified) {
                findings.add(Finding.warning(
                        "replica identity",
                        table.name()
                                + " has no primary key, so that PostgreSQL refuses updates and deletes of it as soon"
                                + " as its changes are kept",
                        "ALTER TABLE " + relation.quoted() + " REPLICA IDENTITY FULL"));
            }
        }
        return findings;
    }
}
