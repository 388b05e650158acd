package dev.sluice.postgresql;

import dev.sluice.connector.ChangeSink;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A job for all tables of two databases, whose destination follows the source when it is told to. */
final class Followed implements AutoCloseable {
    /** How the destination applies the changes of a transaction. */
    enum Way {
        /** As sets where it can, since it has many changes. */
        SETS("INSERT INTO ballast SELECT i FROM generate_series(1, 200) i"),
        /** As the source made them, since a trigger of the destination sees them. */
        IN_ORDER("INSERT INTO reacting VALUES (1)");

        private final String forcing;

        Way(String forcing) {
            this.forcing = forcing;
        }
    }

    private static final String[] FORCING_TABLES = {"CREATE TABLE ballast (i int)", "CREATE TABLE reacting (i int)"};
    /** Rows that no key tells apart are told apart by all that they have. */
    private static final String IDENTITIES = """
            DO $$
            DECLARE t regclass;
            BEGIN
                FOR t IN SELECT oid FROM pg_class c
                          WHERE relkind = 'r' AND relreplident = 'd' AND relnamespace = 'public'::regnamespace
                            AND NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = c.oid AND indisprimary) LOOP
                    EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', t);
                END LOOP;
            END $$""";

    private static final String[] REACTION = {
        "CREATE FUNCTION react() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER react BEFORE INSERT ON reacting FOR EACH ROW EXECUTE PROCEDURE react()",
        "ALTER TABLE reacting ENABLE ALWAYS TRIGGER react"
    };

    private final TwoDatabases databases;
    private final RealtimeJobs jobs;
    private final RealtimeJob job;

    private Followed(TwoDatabases databases, TestEndpoint destination, Path folder, RealtimeJob job) {
        this.job = job;
        this.databases = databases;
        this.jobs = new RealtimeJobs(TestEndpoint.of(databases.source()), destination, folder);
    }

    /** Makes the tables on both sides and begins to follow them. */
    static Followed start(TwoDatabases databases, Path folder, String... definitions) throws SQLException {
        return start(databases, TestEndpoint.of(databases.destination()), folder, definitions);
    }

    /** Makes the tables on both sides and begins to follow them, at the destination as somebody who owns them. */
    static Followed start(TwoDatabases databases, TestEndpoint destination, Path folder, String... definitions)
            throws SQLException {
        databases.onBoth(FORCING_TABLES);
        databases.destination().execute(REACTION);
        databases.onBoth(definitions);
        databases.source().execute(IDENTITIES);
        if (!destination.user().equals(TestEndpoint.of(databases.destination()).user())) {
            giveAllTo(databases, destination.user());
        }
        Followed followed = new Followed(databases, destination, folder, RealtimeJobs.job("followed", ".*"));
        followed.catchUp();
        return followed;
    }

    /**
     * Makes tables at the source, whose names begin with {@code t}, and begins to follow them by rules of the form
     * {@code action: expression}; the job makes those of the destination.
     */
    static Followed ruled(TwoDatabases databases, Path folder, List<String> rules, String... definitions)
            throws SQLException {
        databases.onBoth(FORCING_TABLES);
        databases.destination().execute(REACTION);
        databases.source().execute(definitions);
        databases.source().execute(IDENTITIES);
        RealtimeJob job = RealtimeJobs.ruled(
                "followed", "t.*|keyed|whole|other", "ballast|reacting|plain.*", rules.toArray(String[]::new));
        Followed followed = new Followed(databases, TestEndpoint.of(databases.destination()), folder, job);
        followed.catchUp();
        return followed;
    }

    private static void giveAllTo(TwoDatabases databases, String user) throws SQLException {
        for (List<?> table : databases.destination().query("""
                SELECT format('ALTER TABLE %I OWNER TO %I', relname, ?) FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')""", user)) {
            databases.destination().execute(String.valueOf(table.get(0)));
        }
    }

    /** Does something at the source, in one transaction, and follows. */
    void follow(Way way, String... statements) throws SQLException {
        change(way, statements);
        catchUp();
    }

    /** Does something at the source, in one transaction. */
    void change(Way way, String... statements) throws SQLException {
        databases.source().execute("BEGIN; " + String.join("; ", statements) + "; " + way.forcing + "; COMMIT");
    }

    /** Applies everything that is committed by now. */
    void catchUp() {
        jobs.catchUp(job);
    }

    /** Applies everything that is committed by now; returns how many changes met no row. */
    long catchUpAndCountMissedRows() {
        try (ChangeSink sink = jobs.sink(job)) {
            jobs.run(job, RunPlan.Until.CAUGHT_UP, () -> sink).run();
            return sink.missedRows();
        }
    }

    /** Forgets the job at the source, so that nothing holds its database. */
    @Override
    public void close() {
        jobs.forget(job);
    }
}
