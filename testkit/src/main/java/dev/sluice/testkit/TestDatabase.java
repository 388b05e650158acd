package dev.sluice.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One database of a {@link TestingPostgres}. One that {@link TestingPostgres#newDatabase()} made is dropped when closed,
 * whoever is still connected, together with its replication slots and the users made here. Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
    private static final int SLOT_RELEASE_TRIES = 500;

    private final TestingPostgres server;
    private final String name;
    private final boolean temporary;
    private final List<String> users = new ArrayList<>();

    private TestDatabase(TestingPostgres server, String name, boolean temporary) {
        this.server = server;
        this.name = name;
        this.temporary = temporary;
    }

    static TestDatabase existing(TestingPostgres server, String name) {
        return new TestDatabase(server, name, false);
    }

    static TestDatabase create(TestingPostgres server, String encoding) throws SQLException {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        server.execute("create database %s template template0 encoding %s lc_collate 'C' lc_ctype 'C'"
                .formatted(Quoted.identifier(name), Quoted.literal(encoding)));
        return new TestDatabase(server, name, true);
    }

    /** Returns the server that it is on. */
    public TestingPostgres server() {
        return server;
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Returns its JDBC address, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + name;
    }

    /** Connects as superuser; the caller closes. */
    public Connection connect() throws SQLException {
        return connectAs(server.user(), server.password());
    }

    /** Connects as anybody; the caller closes. */
    public Connection connectAs(String user, String password) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user, password);
    }

    /** Runs statements as superuser, each in a transaction of its own. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs a query as superuser and returns its rows, every value in its text form, null for NULL. */
    public List<List<@Nullable String>> query(String sql, Object... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return texts(rows);
            }
        }
    }

    private static List<List<@Nullable String>> texts(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        List<List<@Nullable String>> texts = new ArrayList<>();
        while (rows.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(rows.getString(i));
            }
            texts.add(row);
        }
        return texts;
    }

    /**
     * Runs a query as superuser and returns the first value of its first row in text form, null for NULL.
     *
     * @throws IllegalStateException if there is no row
     */
    public @Nullable String value(String sql, Object... parameters) throws SQLException {
        List<List<@Nullable String>> rows = query(sql, parameters);
        if (rows.isEmpty()) {
            throw new IllegalStateException("no row: " + sql);
        }
        return rows.get(0).get(0);
    }

    /** Makes a user with a password (SCRAM-SHA-256) who goes with this database; names are the whole server's. */
    public synchronized void createUser(String user, String password) throws SQLException {
        server.createUser(user, password);
        users.add(user);
    }

    /** Drops it if it was made for a test: connections are cut, slots and users dropped first. */
    @Override
    public synchronized void close() throws SQLException {
        if (!temporary) {
            return;
        }
        dropWhatOutlivesConnections();
        server.execute("alter database " + Quoted.identifier(name) + " allow_connections false");
        disconnectAll();
        dropSlots();
        // Connections that are just ending need no waiting here: the server gives them five seconds.
        server.execute("drop database if exists " + Quoted.identifier(name));
        for (String user : users) {
            server.execute("drop role if exists " + Quoted.identifier(user));
        }
    }

    /** Prepared transactions and subscriptions outlive connections, hold the database, and go only from within. */
    private void dropWhatOutlivesConnections() throws SQLException {
        for (List<@Nullable String> row : query("""
                select format('rollback prepared %L', gid) from pg_prepared_xacts where database = current_database()
                union all
                select format('alter subscription %1$I disable; alter subscription %1$I set (slot_name = none); '
                    'drop subscription %1$I', subname)
                from pg_subscription s join pg_database d on d.oid = subdbid where datname = current_database()
                """)) {
            execute(Objects.requireNonNull(row.get(0)).split("; "));
        }
    }

    private void disconnectAll() throws SQLException {
        server.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", name);
    }

    private void dropSlots() throws SQLException {
        for (int i = 0; i < SLOT_RELEASE_TRIES && !slots("active").isEmpty(); i++) {
            server.query("select pg_sleep(0.01)::text");
        }
        for (List<@Nullable String> slot : slots("not active")) {
            server.query("select pg_drop_replication_slot(?)::text", slot.get(0));
        }
    }

    private List<List<@Nullable String>> slots(String condition) throws SQLException {
        return server.query("select slot_name from pg_replication_slots where database = ? and " + condition, name);
    }
}
