package dev.sluice.postgresql;

import dev.sluice.change.Lsn;
import dev.sluice.job.JobIdentity;
import java.sql.SQLException;

/**
 * The event trigger by which a source writes into its WAL how a table is defined after each DDL statement, in order with
 * the rows. See the PostgreSQL documentation, chapter "Event Triggers". Only superusers may make one, and a stream carries
 * what it writes from version 14 on, byte by byte: so it writes UTF-8, whatever encoding the database has.
 */
final class DdlTrigger {
    private static final int MESSAGES_DECODED = 14;

    private static final String NOTED = """
            SELECT substring(obj_description(oid, 'pg_event_trigger') FROM '[0-9A-F]+/[0-9A-F]+$')
              FROM pg_event_trigger
             WHERE evtname = ? AND evtenabled IN ('O', 'A')
               AND obj_description(oid, 'pg_event_trigger') ~ '[0-9A-F]+/[0-9A-F]+$'""";

    private static final String HERE_UNLESS_LOCKED = """
            SELECT pg_current_wal_insert_lsn()::text
             WHERE NOT EXISTS (
                       SELECT 1 FROM pg_locks
                        WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock'
                          AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))""";

    private static final String OLD = """
            SELECT evtenabled <> 'D' AND (evtenabled <> 'A' OR prosrc <> ?)
              FROM pg_event_trigger JOIN pg_proc p ON p.oid = evtfoid
             WHERE evtname = ?""";

    private static final String TAGS =
            "'ALTER TABLE', 'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER FOREIGN TABLE', 'ALTER TYPE'";

    /** A statement changes also the tables that inherit from what it names, or are its partitions, or of its type. */
    private static final String BODY = """
            DECLARE
                changed record;
            BEGIN
                FOR changed IN
                    WITH RECURSIVE reached AS (
                        SELECT objid FROM pg_catalog.pg_event_trigger_ddl_commands()
                         WHERE classid = 'pg_catalog.pg_class'::regclass
                         UNION
                        SELECT below.objid
                          FROM reached, LATERAL (
                               SELECT inhrelid AS objid FROM pg_catalog.pg_inherits WHERE inhparent = reached.objid
                                UNION ALL
                               SELECT typed.oid
                                 FROM pg_catalog.pg_class made JOIN pg_catalog.pg_class typed
                                      ON typed.reloftype = made.reltype
                                WHERE made.oid = reached.objid AND made.relkind = 'c') below)
                    SELECT objid FROM reached JOIN pg_catalog.pg_class c ON c.oid = objid
                     WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p'
                LOOP
                    PERFORM pg_catalog.pg_logical_emit_message(
                            true, @prefix, pg_catalog.convert_to((@definition changed.objid), 'UTF8'));
                END LOOP;
            EXCEPTION WHEN OTHERS THEN
                RAISE WARNING '%: %', @prefix, SQLERRM;
            END""";

    private final PgSession session;
    private final String name;

    DdlTrigger(PgSession session, JobIdentity job) {
        this.session = session;
        this.name = prefix(job);
    }

    /** Returns what the messages of a job's trigger begin with. */
    static String prefix(JobIdentity job) {
        return "di_ddl_" + job.id();
    }

    boolean exists() {
        return !session.query("SELECT 1 FROM pg_event_trigger WHERE evtname = ?", row -> row.getInt(1), name)
                .isEmpty();
    }

    /**
     * Returns the place of the log behind which it has told of all DDL: transactions that are committed there or later. LAST
     * where that is not known, and where somebody has disabled it.
     */
    Lsn told() {
        return session.query(NOTED, row -> Lsn.parse(row.getString(1)), name).stream()
                .findFirst()
                .orElse(Lsn.LAST);
    }

    /**
     * Writes down where it begins to tell of all DDL, unless that is known. Whoever has or wants a lock as changes of columns
     * take it may have begun before it was there: then it is left to the next start. One that is disabled begins anew later.
     */
    void noteBegin() throws SQLException {
        if (session.isTrue("SELECT evtenabled = 'D' FROM pg_event_trigger WHERE evtname = ?", name)) {
            comment("NULL");
        } else if (told().equals(Lsn.LAST)) {
            for (String place : session.query(HERE_UNLESS_LOCKED, row -> row.getString(1))) {
                comment(Quoting.literal("Sluice knows of DDL by this trigger from " + place));
            }
        }
    }

    private void comment(String text) throws SQLException {
        session.execute("BEGIN READ WRITE; " + commented(text) + "; COMMIT");
    }

    private String commented(String text) {
        return "COMMENT ON EVENT TRIGGER " + Quoting.identifier(name) + " IS " + text;
    }

    /** Makes one that an earlier version has made as this one does; one that somebody has disabled stays so. */
    void renew() throws SQLException {
        if (session.isTrue(OLD, body(), name)) {
            create();
        }
    }

    /** Returns whether this user may make or alter it here. */
    boolean isPossible() {
        return session.majorVersion() >= MESSAGES_DECODED
                && session.query(
                                "SELECT rolsuper AND NOT pg_is_in_recovery() AND current_schema() IS NOT NULL"
                                        + " FROM pg_roles WHERE rolname = current_user",
                                row -> row.getBoolean(1))
                        .contains(true);
    }

    /** Makes it, in place of one that is there: no statement finds none. */
    void create() throws SQLException {
        String schema = session.query("SELECT current_schema()", row -> row.getString(1))
                .get(0);
        String function = Quoting.identifier(schema) + "." + Quoting.identifier(name);
        String trigger = Quoting.identifier(name);
        String settings = String.join(" SET ", Definitions.SETTINGS);
        session.execute("BEGIN READ WRITE; DROP EVENT TRIGGER IF EXISTS " + trigger + "; CREATE OR REPLACE FUNCTION "
                + function + "() RETURNS event_trigger LANGUAGE plpgsql SET " + settings + " AS "
                + Quoting.literal(body()) + "; CREATE EVENT TRIGGER " + trigger + " ON ddl_command_end WHEN TAG IN ("
                + TAGS + ") EXECUTE PROCEDURE " + function + "(); ALTER EVENT TRIGGER " + trigger
                + " ENABLE ALWAYS; COMMIT");
    }

    private String body() {
        return BODY.replace("@prefix", Quoting.literal(name))
                .replace("@definition", Definitions.query(session.majorVersion()));
    }

    /** Leaves no function behind, whoever else took the trigger away. */
    void drop() throws SQLException {
        session.execute("BEGIN READ WRITE");
        session.execute("DROP EVENT TRIGGER IF EXISTS " + Quoting.identifier(name));
        for (String function : session.query(
                "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE proname = ?"
                        + " AND prorettype = 'event_trigger'::regtype",
                row -> row.getString(1),
                name)) {
            session.execute("DROP FUNCTION " + function);
        }
        session.execute("COMMIT");
    }
}
