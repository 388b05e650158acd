package dev.sluice.postgresql;

import dev.sluice.change.Lsn;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The table {@code sluice_progress} of a destination: for each job one row that says what is there, changed in the
 * transactions that bring the changes, and one row for each of its tables that says from where on its changes count.
 * Table rows have no position while their first copy is under way.
 */
final class ProgressTable {
    static final String NAME = "sluice_progress";

    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS sluice_progress (
                job text NOT NULL,
                table_schema text NOT NULL,
                table_name text NOT NULL,
                position pg_lsn,
                changed_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (job, table_schema, table_name))""";

    private final PgSession session;
    private final String job;

    ProgressTable(PgSession session, String job) {
        this.session = session;
        this.job = job;
    }

    boolean exists() {
        return session.query("SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), NAME)
                .contains(true);
    }

    void create() throws SQLException {
        if (!exists()) {
            session.execute(CREATE);
        }
    }

    Progress read() {
        if (!exists()) {
            return new Progress(Optional.empty(), Map.of());
        }
        Map<TableName, Lsn> positions = new HashMap<>();
        session.query(
                "SELECT table_schema, table_name, position::text FROM sluice_progress"
                        + " WHERE job = ? AND position IS NOT NULL",
                row -> positions.put(new TableName(row.getString(1), row.getString(2)), Lsn.parse(row.getString(3))),
                job);
        Optional<Lsn> position = Optional.ofNullable(positions.remove(JOB_ITSELF));
        return new Progress(position, positions);
    }

    private static final TableName JOB_ITSELF = new TableName("", "");

    void start(Lsn position) throws SQLException {
        put(JOB_ITSELF, Quoting.literal(position.toString()));
    }

    void copying(TableName table) throws SQLException {
        put(table, "NULL");
    }

    void copied(TableName table, Lsn position) throws SQLException {
        put(table, Quoting.literal(position.toString()));
    }

    private void put(TableName table, String position) throws SQLException {
        session.execute("INSERT INTO sluice_progress (job, table_schema, table_name, position) VALUES ("
                + Quoting.literal(job) + ", " + Quoting.literal(table.schema()) + ", "
                + Quoting.literal(table.table()) + ", " + position + ")"
                + " ON CONFLICT (job, table_schema, table_name)"
                + " DO UPDATE SET position = excluded.position, changed_at = excluded.changed_at");
    }

    /**
     * Returns the statement that moves the job on, as a part of the transaction that is under way. It divides by zero if
     * the job's row is gone, so that the transaction fails even if its end was sent with it.
     */
    String advance(Lsn position) {
        return "WITH moved AS (UPDATE sluice_progress SET position = " + Quoting.literal(position.toString())
                + ", changed_at = now() WHERE job = " + Quoting.literal(job)
                + " AND table_schema = '' AND table_name = '' RETURNING 1) SELECT 1 / count(*) FROM moved";
    }

    void forget() throws SQLException {
        if (exists()) {
            session.execute("DELETE FROM sluice_progress WHERE job = " + Quoting.literal(job));
            session.execute("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM sluice_progress)"
                    + " THEN DROP TABLE sluice_progress; END IF; END $$");
        }
    }
}
