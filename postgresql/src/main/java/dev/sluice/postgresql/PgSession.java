package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.row.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * One connection to a server. Transactions are begun and ended by plain statements. Used by one thread, but for
 * {@link #cancel} and {@link #cut}.
 */
final class PgSession implements AutoCloseable {
    /** Reads one row of a result. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final PGConnection pg;
    private final Side side;

    PgSession(Connection connection, Side side) throws SQLException {
        this.connection = connection;
        this.pg = connection.unwrap(PGConnection.class);
        this.side = side;
        // A data source may ask for savepoints around statements; no snapshot is exported within one.
        pg.setAutosave(AutoSave.NEVER);
    }

    Side side() {
        return side;
    }

    /** Returns the server's major version, such as 16. */
    int majorVersion() {
        try {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw PgErrors.of(e, side, "The " + side.label() + " does not tell its version");
        }
    }

    /** Returns what values mean to the server, under the settings of this session. */
    Dialect dialect() {
        int places = query("SELECT scale(1::numeric::money::numeric)", row -> row.getInt(1))
                .get(0);
        return new Dialect(majorVersion(), places);
    }

    /** Lets statements fail that wait for a lock longer than {@code limit}, an SQL literal. */
    void limitLockWaits(String limit) {
        try {
            execute("SET lock_timeout = " + limit);
        } catch (SQLException e) {
            throw failed(e, "The " + side.label() + " does not take a limit for locks");
        }
    }

    /** Lets what is asked fail whose answer does not come within {@code limit}; a limit that the user has set stays. */
    void limitAnswers(Duration limit) throws SQLException {
        if (connection.getNetworkTimeout() == 0) {
            connection.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
        }
    }

    /** Asks something that fails if no answer comes within {@code limit}; what is asked later may take longer again. */
    <T> T answered(Duration limit, Supplier<T> question) {
        try {
            int before = connection.getNetworkTimeout();
            limitAnswers(limit);
            try {
                return question.get();
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, before);
                }
            }
        } catch (SQLException e) {
            throw failed(e, "The " + side.label() + " takes no limit for answers");
        }
    }

    /** Returns the number of the server's process that serves this connection. */
    int process() {
        return pg.getBackendPID();
    }

    /** Returns the server's version as it writes it. */
    String version() {
        try {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw failed(e, "The " + side.label() + " does not tell its version");
        }
    }

    /** Returns the name of the role that is logged in. */
    String user() {
        try {
            return connection.getMetaData().getUserName();
        } catch (SQLException e) {
            throw failed(e, "The " + side.label() + " does not tell its user");
        }
    }

    /** Runs one or more statements; {@code ?} and <code>{}</code> have no meaning in them. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /**
     * Runs one or more statements in one round trip; returns for each how many rows it says it changed, and for a query how many
     * it has. {@code ?} and <code>{}</code> have no meaning in them.
     */
    List<Long> executeAll(String sql) throws SQLException {
        List<Long> counts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(sql);
            long count = count(statement, rows);
            while (count >= 0) {
                counts.add(count);
                rows = statement.getMoreResults();
                count = count(statement, rows);
            }
        }
        return counts;
    }

    /** Returns -1 where no result is left. */
    private static long count(Statement statement, boolean rows) throws SQLException {
        if (!rows) {
            return statement.getLargeUpdateCount();
        }
        try (ResultSet result = statement.getResultSet()) {
            long count = 0;
            while (result.next()) {
                count++;
            }
            return count;
        }
    }

    /** Runs one statement of ours without parameters; returns how many rows it says it changed. */
    long update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return statement.executeLargeUpdate(sql);
        }
    }

    /** Runs a query of ours; every {@code ?} is a parameter. */
    <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return readAll(result, reader);
            }
        } catch (SQLException e) {
            throw failed(e, "The " + side.label() + " cannot be asked for its catalogue" + unwritable(e, parameters));
        }
    }

    /** The server names the bytes of a character that its encoding lacks, and not the name that has it. */
    private static String unwritable(SQLException e, Object... parameters) {
        return PgErrors.isUnknownCharacter(e)
                ? Arrays.stream(parameters)
                        .filter(String.class::isInstance)
                        .map(name -> " (" + name + ")")
                        .collect(Collectors.joining())
                : "";
    }

    /** Asks a question of ours, of which the first column is the answer; every {@code ?} is a parameter. */
    boolean isTrue(String query, Object... parameters) {
        return query(query, row -> row.getBoolean(1), parameters).contains(true);
    }

    /** Returns whether the server is a standby now. */
    boolean isInRecovery() {
        return isTrue("SELECT pg_is_in_recovery()");
    }

    /** Returns the name of the database. */
    String database() {
        return query("SELECT current_database()", row -> row.getString(1)).get(0);
    }

    /** Runs a query that holds SQL of the user: {@code ?} and <code>{}</code> have no meaning in it. */
    <T> List<T> queryVerbatim(String sql, RowReader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet result = statement.executeQuery(sql)) {
                return readAll(result, reader);
            }
        }
    }

    /** Returns the names of the columns that a query of the user gives, without running it. */
    List<String> columnLabels(String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet none = statement.executeQuery("SELECT * FROM (" + query + "\n) AS query LIMIT 0")) {
                ResultSetMetaData columns = none.getMetaData();
                List<String> labels = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    labels.add(columns.getColumnLabel(i));
                }
                return labels;
            }
        }
    }

    private static <T> List<T> readAll(ResultSet result, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
            rows.add(reader.read(result));
        }
        return rows;
    }

    CopyOut copyOut(String sql) throws SQLException {
        return pg.getCopyAPI().copyOut(sql);
    }

    CopyIn copyIn(String sql) throws SQLException {
        return pg.getCopyAPI().copyIn(sql);
    }

    /** Begins to receive what a slot decodes from {@code from} on; of a session for replication. */
    PGReplicationStream replicate(String slot, Lsn from, Map<String, String> options) throws SQLException {
        ChainedLogicalStreamBuilder builder = pg.getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withStartPosition(LogSequenceNumber.valueOf(from.value()))
                .withAutomaticFlush(false);
        options.forEach(builder::withSlotOption);
        return builder.start();
    }

    /** Says what was being done when {@code e} came. */
    SyncException failed(SQLException e, String doing) {
        SyncException failure = PgErrors.of(e, side, doing);
        return MissingPrivilege.isBehind(e) && failure.hint().isEmpty()
                ? new SyncException(
                        failure.code(), String.valueOf(failure.getMessage()), MissingPrivilege.cure(e, user()), e)
                : failure;
    }

    /** Asks the server to end the statement that is under way, by a connection of its own. */
    void cancel() {
        try {
            pg.cancelQuery();
        } catch (SQLException e) {
            // The driver refuses that only for a closed connection, on which nothing is under way.
            return;
        }
    }

    /** Cuts the connection in one of {@code threads}, without a word to the server. */
    void cut(Executor threads) {
        try {
            connection.abort(threads);
        } catch (SQLException e) {
            throw failed(e, "A broken connection cannot be cut");
        }
    }

    /** Leaves nothing behind, not even a statement that waits; a server takes that long to see that nobody listens. */
    void end() {
        cancel();
        cut(Runnable::run);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e, "The connection to the " + side.label() + " cannot be closed");
        }
    }
}
