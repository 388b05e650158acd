package dev.sluice.postgresql;

import dev.sluice.connector.ChangeSource;
import dev.sluice.job.TableName;
import dev.sluice.testkit.contract.ChangeStreamFixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;

/**
 * The source database, with so little memory that it has to tell of large transactions before they end, or to keep them.
 *
 * @param folder where transactions are kept that have not ended; asked when a test has begun
 * @param settings the job's, as JSON
 */
record ContractChangeSource(TwoDatabases databases, Supplier<Path> folder, String settings)
        implements ChangeStreamFixture {
    @Override
    public void makeTables() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE a (id bigint PRIMARY KEY, v text)",
                        "CREATE TABLE b (id bigint PRIMARY KEY, v text)");
        if (Since.isThere(Since.DECODING_MEMORY)) {
            databases
                    .source()
                    .execute("ALTER DATABASE " + databases.source().name() + " SET logical_decoding_work_mem = '64kB'");
        }
    }

    @Override
    public ChangeSource source() {
        RealtimeJobs jobs = new RealtimeJobs(
                TestEndpoint.of(databases.source()), TestEndpoint.of(databases.destination()), folder.get());
        return jobs.source(RealtimeJobs.with("contract", ".*", settings));
    }

    @Override
    public Transaction begin() throws SQLException {
        Connection connection = databases.source().connect();
        connection.setAutoCommit(false);
        return new Program(connection);
    }

    /** Closing the connection rolls back what was not committed. */
    private record Program(Connection connection) implements Transaction {
        private void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void insert(TableName table, int from, int to) throws SQLException {
            execute("INSERT INTO " + Quoting.table(table) + " SELECT i, 'row ' || i || repeat(' ', 100)"
                    + " FROM generate_series(" + from + ", " + (to - 1) + ") i");
        }

        @Override
        public void update(TableName table, int id) throws SQLException {
            execute("UPDATE " + Quoting.table(table) + " SET v = 'another text' WHERE id = " + id);
        }

        @Override
        public void delete(TableName table, int id) throws SQLException {
            execute("DELETE FROM " + Quoting.table(table) + " WHERE id = " + id);
        }

        @Override
        public void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public int many() {
        return 90_000;
    }

    @Override
    public void assertNothingOpen() throws Exception {
        Progress.awaitNobody(databases.source());
    }
}
