package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FaultProxy;
import dev.sluice.testkit.TableChecksum;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A real-time job between two databases of real servers, in a workspace. */
final class LiveCopy implements AutoCloseable {
    static final String SLOT = "di_slot_live";
    static final String PUBLICATION = "di_pub_live";

    /** Of 50 ms each. */
    private static final int MOST_POLLS = 1200;

    private final Path folder;
    private final TestWorkspace workspace;
    private final TestDatabase source;
    private final TestDatabase destination;

    LiveCopy(Path folder) throws SQLException {
        this(folder, TestingPostgres.shared(), TestingPostgres.shared());
    }

    LiveCopy(Path folder, TestingPostgres from, TestingPostgres to) throws SQLException {
        this.folder = folder;
        this.workspace = new TestWorkspace(folder);
        this.source = from.newDatabase();
        this.destination = to.newDatabase();
        workspace.dataSource("source", source);
        workspace.dataSource("destination", destination);
        job("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", "");
    }

    /** Writes the job's file anew; {@code settings} are entries of RuntimeSettings. */
    void job(String jobType, String migrationType, String settings) {
        job(jobType, migrationType, "t.*", settings);
    }

    /** Writes the job's file anew, so that it follows the tables whose names match {@code tables}. */
    void follow(String tables, String settings) {
        job("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", tables, settings);
    }

    private void job(String jobType, String migrationType, String tables, String settings) {
        workspace.write("jobs/live.json", """
                {"Name": "live", "JobType": "%s", "MigrationType": "%s",
                 "SourceDataSourceSettings": [{"DataSourceName": "source"}],
                 "DestinationDataSourceSettings": [{"DataSourceName": "destination"}],
                 "TableMappings": [{"SourceObjectSelectionRules": [
                     {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Regex", "Expression": "%s"}]}],
                 "JobSettings": {"RuntimeSettings": [%s]}}
                """.formatted(jobType, migrationType, tables, settings));
    }

    /** Lets the job reach a side through a proxy; {@code properties} are those of the connection, in JSON. */
    void through(FaultProxy proxy, TestDatabase database, String properties) {
        workspace.write("datasources/" + (database == source ? "source" : "destination") + ".json", """
                {"name": "%s", "type": "postgresql", "address": [{"host": "localhost", "port": %s}],
                 "database": "%s", "username": "%s", "password": "%s", "properties": {%s}}
                """.formatted(
                        database == source ? "source" : "destination",
                        Integer.toString(proxy.port()),
                        database.name(),
                        database.server().user(),
                        database.server().password(),
                        properties));
    }

    TestWorkspace workspace() {
        return workspace;
    }

    TestDatabase source() {
        return source;
    }

    TestDatabase destination() {
        return destination;
    }

    /** Makes the same objects on both sides. */
    void both(String... statements) throws SQLException {
        source.execute(statements);
        destination.execute(statements);
    }

    /** Makes tables t1 to tN with a few rows at the source and none at the destination. */
    void tables(int count, int rows) throws SQLException {
        for (int i = 1; i <= count; i++) {
            both("create table t" + i + " (id int primary key, v text)");
            source.execute("insert into t" + i + " select i, 'first ' || i from generate_series(1, " + rows + ") i");
        }
    }

    /** Returns how many tables have their first copy. */
    long copied() throws SQLException {
        return "t".equals(destination.value("select to_regclass('sluice_progress') is not null"))
                ? Long.parseLong(String.valueOf(
                        destination.value("select count(position) from sluice_progress where table_name <> ''")))
                : 0;
    }

    /** Runs a command about the job in this process. */
    Outcome sluice(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, "live.json"));
        arguments.addAll(List.of(options));
        return workspace.sluice(arguments.toArray(String[]::new));
    }

    Outcome catchUp(String... options) {
        List<String> all = new ArrayList<>(List.of("--until", "caught-up"));
        all.addAll(List.of(options));
        return sluice("run", all.toArray(String[]::new));
    }

    /** Runs a command about the job in a process of its own. */
    SluiceProcess start(String command, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "live.json", "--workspace", folder.toString()));
        arguments.addAll(List.of(options));
        return SluiceProcess.start(folder, arguments.toArray(String[]::new));
    }

    /** Waits until a query at the destination gives a value. */
    void awaitAtDestination(SluiceProcess process, String query, String value) throws SQLException {
        await(process, destination, query, value);
    }

    static void await(SluiceProcess process, TestDatabase database, String query, String value) throws SQLException {
        for (int polls = 0; process.isAlive() && polls < MOST_POLLS; polls++) {
            if (value.equals(database.value("select (" + query + ")::text from pg_sleep(0.05)"))) {
                return;
            }
        }
        throw new IllegalStateException(query + " is " + database.value("select (" + query + ")::text") + " and not "
                + value + ": " + process.err());
    }

    void assertEqual(int tables) throws SQLException {
        assertEqual(IntStream.rangeClosed(1, tables).mapToObj(i -> "t" + i).toList());
    }

    void assertEqual(List<String> tables) throws SQLException {
        try (Connection left = source.connect();
                Connection right = destination.connect()) {
            for (String table : tables) {
                assertThat(TableChecksum.of(right, table)).as(table).isEqualTo(TableChecksum.of(left, table));
            }
        }
    }

    /** Drops what the job left at the source: a slot keeps its database from being dropped. */
    @Override
    public void close() throws SQLException {
        source.execute("select pg_terminate_backend(active_pid) from pg_replication_slots"
                + " where database = current_database() and active");
        for (int polls = 0; polls < MOST_POLLS && !dropped(); polls++) {
            source.value("select pg_sleep(0.05)::text");
        }
        source.close();
        destination.close();
    }

    private boolean dropped() throws SQLException {
        source.execute("select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                + " where database = current_database() and not active");
        return "0"
                .equals(source.value("select count(*) from pg_replication_slots where database = current_database()"));
    }
}
