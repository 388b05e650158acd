package dev.sluice.postgresql;

import dev.sluice.change.Lsn;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table {@code sluice_progress} of a destination: for each job one row that says what is there, changed in the
 * transactions that bring the changes, and one row for each of its tables that says from where on its changes count.
 * Table rows have no position while their first copy is under way.
 */
final class ProgressTable {
    static final String NAME = "sluice_progress";

    private static final String COLUMNS = """
             (
                job text NOT NULL,
                table_schema text NOT NULL,
                table_name text NOT NULL,
                position pg_lsn,
                definition text,
                destination_schema text,
                destination_table text,
                made oid,
                changed_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (job, table_schema, table_name))""";

    private static final String HAS_LATEST = "SELECT EXISTS (SELECT 1 FROM pg_attribute"
            + " WHERE attrelid = ?::regclass AND attname = 'made' AND NOT attisdropped)";

    private static final String ADD_LATER = " ADD COLUMN IF NOT EXISTS destination_schema text,"
            + " ADD COLUMN IF NOT EXISTS destination_table text, ADD COLUMN IF NOT EXISTS made oid";

    private final PgSession session;
    private final String job;
    private final Routes routes;
    private final ProgressPlace place;
    private Optional<String> found = Optional.empty();

    /** {@code routes} tells the destination's table for each of the source's. */
    ProgressTable(PgSession session, String job, Routes routes) {
        this.session = session;
        this.job = job;
        this.routes = routes;
        this.place = new ProgressPlace(session, job);
    }

    /** Where it was found it is from then on, whatever else comes. */
    boolean exists() {
        if (found.isEmpty()) {
            found = place.find().map(Quoting::table);
        }
        return found.isPresent();
    }

    /** Returns the table's full name as SQL. */
    private String name() {
        if (!exists()) {
            throw new IllegalStateException("There is no " + NAME);
        }
        return found.orElseThrow();
    }

    /** One that an earlier version has made does not say where rows went: they are where they go now. */
    void create() throws SQLException {
        if (!exists()) {
            String name = Quoting.table(place.first());
            session.execute("CREATE TABLE IF NOT EXISTS " + name + COLUMNS);
            found = Optional.of(name);
            return;
        }
        if (!session.isTrue(HAS_LATEST, name())) {
            session.execute("ALTER TABLE " + name() + ADD_LATER);
        }
        for (TableName table : tables("destination_table IS NULL")) {
            if (routes.has(table)) {
                session.execute(moving(table));
            }
        }
    }

    /** Returns the statement that says that the rows of a table are where the job's mappings say. */
    String moving(TableName table) {
        return "UPDATE " + name() + " SET (destination_schema, destination_table) = (" + destination(table) + ")"
                + where(table);
    }

    /** Returns the statement that forgets a table, so that it is a new one to the job. */
    String leaving(TableName table) {
        return "DELETE FROM " + name() + where(table);
    }

    private List<TableName> tables(String condition) {
        return session.query(
                "SELECT table_schema, table_name FROM " + name()
                        + " WHERE job = ? AND table_name <> '' AND definition IS NOT NULL AND "
                        + condition,
                row -> new TableName(row.getString(1), row.getString(2)),
                job);
    }

    /** Returns where the rows of the job's tables are; nothing of those whose rows an earlier version has brought. */
    Map<TableName, TableName> destinations() {
        Map<TableName, TableName> destinations = new HashMap<>();
        if (exists()) {
            session.query(
                    "SELECT table_schema, table_name, to_jsonb(p) ->> 'destination_schema',"
                            + " to_jsonb(p) ->> 'destination_table' FROM " + name() + " p WHERE job = ?",
                    row -> {
                        TableName table = new TableName(row.getString(1), row.getString(2));
                        if (row.getString(4) != null) {
                            destinations.put(table, new TableName(row.getString(3), row.getString(4)));
                        }
                        return table;
                    },
                    job);
        }
        return destinations;
    }

    Progress read() {
        if (!exists()) {
            return new Progress(Optional.empty(), Map.of());
        }
        Map<TableName, Lsn> positions = new HashMap<>();
        Map<TableName, String> definitions = new HashMap<>();
        Set<TableName> unended = new HashSet<>();
        session.query(
                "SELECT table_schema, table_name, position::text, definition FROM " + name() + " WHERE job = ?",
                row -> {
                    TableName table = new TableName(row.getString(1), row.getString(2));
                    Optional.ofNullable(row.getString(3))
                            .ifPresentOrElse(
                                    position -> positions.put(table, Lsn.parse(position)), () -> unended.add(table));
                    Optional.ofNullable(row.getString(4)).ifPresent(text -> definitions.put(table, text));
                    return table;
                },
                job);
        Optional<Lsn> position = Optional.ofNullable(positions.remove(JOB_ITSELF));
        unended.remove(JOB_ITSELF);
        return new Progress(position, positions, definitions, unended);
    }

    private static final TableName JOB_ITSELF = new TableName("", "");

    /** A table that is to be copied and has no definition has no row yet. */
    void start(Lsn position, List<TableName> toCopy) throws SQLException {
        put(JOB_ITSELF, Quoting.literal(position.toString()), "NULL", Optional.empty());
        if (!toCopy.isEmpty()) {
            session.execute("INSERT INTO " + name() + " (job, table_schema, table_name) VALUES "
                    + toCopy.stream()
                            .map(table -> "(" + Quoting.literal(job) + ", " + Quoting.literal(table.schema()) + ", "
                                    + Quoting.literal(table.table()) + ")")
                            .collect(Collectors.joining(", "))
                    + " ON CONFLICT DO NOTHING");
        }
    }

    /** The definition is that which the destination follows; a copy that begins anew begins with it. */
    void copying(TableName table, String definition) throws SQLException {
        copying(table, definition, Optional.empty());
    }

    /** The same, where the copy's table may have been {@code made} for it: its object identifier. */
    void copying(TableName table, String definition, Optional<Long> made) throws SQLException {
        put(table, "NULL", Quoting.literal(definition), made);
    }

    /** Returns the object identifier of the table that was made for a copy which has not ended. */
    Optional<Long> made(TableName table) {
        return session
                .query(
                        "SELECT made::int8 FROM " + name() + where(table)
                                + " AND position IS NULL AND made IS NOT NULL",
                        row -> row.getLong(1))
                .stream()
                .findFirst();
    }

    /** Returns another table of the source whose rows go where those of {@code table} do. */
    Optional<TableName> besides(TableName table, TableName destination) {
        return session
                .query(
                        "SELECT table_schema, table_name FROM " + name() + " WHERE job = ?"
                                + " AND (destination_schema, destination_table) = (?, ?)"
                                + " AND (table_schema, table_name) <> (?, ?)",
                        row -> new TableName(row.getString(1), row.getString(2)),
                        job,
                        destination.schema(),
                        destination.table(),
                        table.schema(),
                        table.table())
                .stream()
                .findFirst();
    }

    /** Returns the condition that rows of some job go to a table of the destination. */
    String wants(TableName destination) {
        return "EXISTS (SELECT FROM " + name() + " WHERE (destination_schema, destination_table) = ("
                + Quoting.literal(destination.schema()) + ", " + Quoting.literal(destination.table()) + "))";
    }

    void arrived(TableName table, Lsn position) throws SQLException {
        session.execute("UPDATE " + name() + " SET position = " + Quoting.literal(position.toString())
                + ", made = NULL, changed_at = now()" + where(table));
    }

    /** The table is to be copied anew. */
    void incomplete(TableName table) throws SQLException {
        session.execute("UPDATE " + name() + " SET position = NULL, changed_at = now()" + where(table));
    }

    void leave(TableName table) throws SQLException {
        session.execute(leaving(table));
    }

    /** Gives tables other names; they may exchange them. */
    void rename(Map<TableName, TableName> names) throws SQLException {
        Progress before = read();
        for (TableName from : names.keySet()) {
            leave(from);
        }
        for (Map.Entry<TableName, TableName> name : names.entrySet()) {
            copied(
                    name.getValue(),
                    Objects.requireNonNull(before.tables().get(name.getKey())),
                    Objects.requireNonNull(before.definitions().get(name.getKey())));
        }
    }

    private String where(TableName table) {
        return " WHERE job = " + Quoting.literal(job) + " AND table_schema = " + Quoting.literal(table.schema())
                + " AND table_name = " + Quoting.literal(table.table());
    }

    void copied(TableName table, Lsn position, String definition) throws SQLException {
        put(table, Quoting.literal(position.toString()), Quoting.literal(definition), Optional.empty());
    }

    /** Once a copy has ended, it does not matter any more who made its table. */
    private void put(TableName table, String position, String definition, Optional<Long> made) throws SQLException {
        session.execute("INSERT INTO " + name() + " AS known (job, table_schema, table_name, position, definition,"
                + " destination_schema, destination_table, made) VALUES (" + Quoting.literal(job) + ", "
                + Quoting.literal(table.schema()) + ", " + Quoting.literal(table.table()) + ", " + position + ", "
                + definition + ", " + destination(table) + ", "
                + made.map(String::valueOf).orElse("NULL") + ")"
                + " ON CONFLICT (job, table_schema, table_name)"
                + " DO UPDATE SET position = excluded.position, definition = excluded.definition,"
                + " destination_schema = excluded.destination_schema,"
                + " destination_table = excluded.destination_table, changed_at = excluded.changed_at,"
                + " made = CASE WHEN excluded.position IS NULL THEN coalesce(excluded.made, known.made) END");
    }

    private String destination(TableName table) {
        if (table.equals(JOB_ITSELF)) {
            return "NULL, NULL";
        }
        TableName destination = routes.of(table);
        return Quoting.literal(destination.schema()) + ", " + Quoting.literal(destination.table());
    }

    /** Notes how the source defines a table from now on, as a part of the transaction that is under way. */
    void redefined(TableName table, String definition) throws SQLException {
        session.execute("UPDATE " + name() + " SET definition = " + Quoting.literal(definition) + where(table));
    }

    /**
     * Has the server prepare what {@link #advance} and {@link #advanceAsynchronously} run, since each transaction does. They
     * divide by zero if the job's row is gone, so that a transaction fails even if its end was sent with it.
     */
    void prepareToAdvance() throws SQLException {
        String moved = "WITH moved AS (UPDATE " + name() + " SET position = greatest(position, $1), changed_at = now()"
                + " WHERE job = " + Quoting.literal(job) + " AND table_schema = '' AND table_name = '' RETURNING 1)"
                + " SELECT 1 / count(*)";
        session.execute("PREPARE sluice_advance (pg_lsn) AS " + moved + " FROM moved");
        session.execute("PREPARE sluice_advance_asynchronously (pg_lsn) AS " + moved
                + ", set_config('synchronous_commit', 'off', true) FROM moved");
    }

    /** Returns the statement that moves the job on, never back, as a part of the transaction that is under way. */
    static String advance(Lsn position) {
        return "EXECUTE sluice_advance (" + Quoting.literal(position.toString()) + ")";
    }

    /** Returns the same, with which the transaction commits without waiting for the disk. */
    static String advanceAsynchronously(Lsn position) {
        return "EXECUTE sluice_advance_asynchronously (" + Quoting.literal(position.toString()) + ")";
    }

    /** Returns whether a first copy of the table has begun and did not end. */
    boolean isCopying(TableName table) {
        return session.isTrue("SELECT position IS NULL AND definition IS NOT NULL FROM " + name() + where(table));
    }

    /** Forgets the job, and the table with its last job; returns what went. */
    List<String> forget() throws SQLException {
        List<String> gone = new ArrayList<>();
        if (exists()) {
            if (session.update("DELETE FROM " + name() + " WHERE job = " + Quoting.literal(job)) > 0) {
                gone.add("the progress of the job " + job);
            }
            session.execute("DO "
                    + Quoting.literal("BEGIN IF NOT EXISTS (SELECT 1 FROM " + name() + ") THEN DROP TABLE " + name()
                            + "; END IF; END"));
            if (session.isTrue("SELECT to_regclass(?) IS NULL", name())) {
                gone.add("the table " + NAME);
                found = Optional.empty();
            }
        }
        return gone;
    }
}
