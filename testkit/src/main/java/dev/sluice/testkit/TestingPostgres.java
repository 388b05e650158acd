package dev.sluice.testkit;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server of a chosen major version, on a free port of this machine, gone without a trace when closed
 * or when the process ends.
 *
 * <p>Most tests take {@link #shared(int)} and a {@link #newDatabase() database of their own} on it, which costs some
 * milliseconds; a server of one's own ({@link #builder()}, about a second) is for other settings and for breaking it.
 * Everybody logs in with a password. Where nothing else is said, writes are not durable ({@code fsync} and
 * {@code synchronous_commit} are off), the zone is UTC, the encoding UTF8 and the locale C. Thread-safe.
 */
public final class TestingPostgres implements AutoCloseable {
    /** The version that tests use which do not care: 16, or what {@code -Dpostgres.version=N} says. */
    public static final int DEFAULT_VERSION = Integer.getInteger("postgres.version", 16);

    static final String USER = "postgres";
    static final String PASSWORD = "super-secret";

    // One server a version for the whole process is the purpose; servers live as long as the process.
    private static final Map<Integer, TestingPostgres> SHARED = new ConcurrentHashMap<>();

    private final ServerSettings settings;
    private final ServerDirectory directory;
    private final Thread closer = new Thread(this::close, "testing-postgres-closer");
    private @Nullable EmbeddedPostgres running;
    private boolean closed;

    private TestingPostgres(ServerSettings settings, ServerDirectory directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /** Starts a server of the default version with default settings. */
    public static TestingPostgres start() {
        return builder().build();
    }

    /** Returns a builder of a server with other settings. */
    public static TestingPostgresBuilder builder() {
        return new TestingPostgresBuilder();
    }

    /** Returns the process-wide server of the default version; see {@link #shared(int)}. */
    public static TestingPostgres shared() {
        return shared(DEFAULT_VERSION);
    }

    /**
     * Returns the process-wide server of a major version, started at the first call, with {@code wal_level = logical}
     * and room for 20 replication slots and 10 prepared transactions. Do not stop or close it.
     */
    public static TestingPostgres shared(int version) {
        return SHARED.computeIfAbsent(
                version,
                v -> builder()
                        .version(v)
                        .config("wal_level", "logical")
                        .config("max_wal_senders", "20")
                        .config("max_replication_slots", "20")
                        .config("max_prepared_transactions", "10")
                        .build());
    }

    /** Returns the major versions whose binaries are there, ascending. */
    public static List<Integer> availableVersions() {
        return List.copyOf(PostgresBinaries.find().jars().keySet());
    }

    /**
     * Returns the major versions that tests run on which run on several, ascending: the oldest, the default and the newest,
     * or with {@code -Dpostgres.versions=all} whatever is there.
     */
    public static List<Integer> testedVersions() {
        NavigableSet<Integer> available = PostgresBinaries.find().jars().navigableKeySet();
        return "all".equals(System.getProperty("postgres.versions"))
                ? List.copyOf(available)
                : Stream.of(available.first(), DEFAULT_VERSION, available.last())
                        .distinct()
                        .sorted()
                        .toList();
    }

    static TestingPostgres start(ServerSettings settings, ServerDirectory directory) {
        TestingPostgres server = new TestingPostgres(settings, directory);
        Runtime.getRuntime().addShutdownHook(server.closer);
        try {
            server.launch();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void launch() {
        try {
            if (!Files.exists(directory.data())) {
                binaries().template(version()).restoreTo(directory.data());
            }
            running = embedded().start();
        } catch (IOException | RuntimeException e) {
            throw new SyncException(
                    ErrorCode.INTERNAL,
                    "PostgreSQL " + version() + " did not start on port " + port() + ": " + log(),
                    null,
                    e);
        }
    }

    private static PostgresBinaries binaries() {
        return PostgresBinaries.find();
    }

    private EmbeddedPostgres.Builder embedded() throws IOException {
        Files.writeString(directory.passwordFile(), PASSWORD);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver(binaries().resolver(version()))
                .setOverrideWorkingDirectory(binaries().unpacked().toFile())
                .setDataDirectory(directory.data())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port())
                .setPGStartupWait(settings.startLimit())
                .setOutputRedirector(
                        ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                .setConnectConfig("password", PASSWORD)
                .setLocaleConfig("locale", "C")
                // Not a locale, but handed to initdb all the same: the superuser has a password from the beginning.
                .setLocaleConfig("pwfile", directory.passwordFile().toString())
                .setDataDirectoryCustomizer(this::configure);
        settings.commandLine().forEach(builder::setServerConfig);
        return builder;
    }

    /** Called before every start, the first and the later ones. */
    private void configure(File data) {
        try {
            if (!settings.areIn(data.toPath())) {
                binaries().template(version()).keep(data.toPath());
                settings.write(data.toPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the major version, 10 to 18. */
    public int version() {
        return settings.version();
    }

    /** Returns the name that the server listens on. */
    public String host() {
        return "localhost";
    }

    /** Returns the TCP port; it stays the same over a restart. */
    public int port() {
        return directory.port();
    }

    /** Returns the superuser's name. */
    public String user() {
        return USER;
    }

    /** Returns the superuser's password. */
    public String password() {
        return PASSWORD;
    }

    /** Returns the JDBC address of a database, without user and password. */
    public String jdbcUrl(String database) {
        return database(database).jdbcUrl();
    }

    /** Returns the data directory, for tests that look at or change files of the server. */
    public Path dataDirectory() {
        return directory.data();
    }

    /** Returns what the server has written to its log so far. */
    public String log() {
        try {
            return Files.exists(directory.log()) ? Files.readString(directory.log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a database that exists already; closing it does nothing to the server's database. */
    public TestDatabase database(String name) {
        return TestDatabase.existing(this, name);
    }

    /** Makes an empty UTF8 database with a name of its own; closing it drops it with its slots and users. */
    public TestDatabase newDatabase() throws SQLException {
        return TestDatabase.create(this, "UTF8");
    }

    /** Makes an empty database in a server encoding, such as EUC_CN, LATIN1 or SQL_ASCII; locale C. */
    public TestDatabase newDatabase(String encoding) throws SQLException {
        return TestDatabase.create(this, encoding);
    }

    /** Connects to the database postgres as superuser. */
    public Connection connect() throws SQLException {
        return database(USER).connect();
    }

    /** Connects to a database as superuser. */
    public Connection connect(String database) throws SQLException {
        return database(database).connect();
    }

    /** Connects to a database as anybody. */
    public Connection connectAs(String user, String password, String database) throws SQLException {
        return database(database).connectAs(user, password);
    }

    /** Runs statements in the database postgres, each in a transaction of its own. */
    public void execute(String... statements) throws SQLException {
        database(USER).execute(statements);
    }

    /** Queries the database postgres; see {@link TestDatabase#query}. */
    public List<List<@Nullable String>> query(String sql, Object... parameters) throws SQLException {
        return database(USER).query(sql, parameters);
    }

    /** Queries one value of the database postgres; see {@link TestDatabase#value}. */
    public @Nullable String value(String sql, Object... parameters) throws SQLException {
        return database(USER).value(sql, parameters);
    }

    /** Makes a database of that name. */
    public void createDatabase(String name) throws SQLException {
        execute("create database " + Quoted.identifier(name));
    }

    /** Makes a user who may log in with the password (SCRAM-SHA-256) and nothing else. */
    public void createUser(String name, String password) throws SQLException {
        execute("create user " + Quoted.identifier(name) + " password " + Quoted.literal(password));
    }

    /**
     * Starts a physical standby of this server (hot, streaming over a slot of its own) as a server of its own.
     *
     * @param parameters further lines for its configuration, such as {@code hot_standby_feedback = on}
     */
    public TestingPostgres newStandby(String... parameters) throws SQLException {
        try {
            ServerDirectory standby = ServerDirectory.reserve();
            new StandbyCopy(this, standby).make(List.of(parameters));
            return start(settings, standby);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server in good order (fast mode: connections are cut); the data stays for {@link #restart()}. */
    public synchronized void stop() {
        if (running == null) {
            return;
        }
        try {
            Optional<Postmaster> postmaster = Postmaster.of(directory.data());
            running.close();
            running = null;
            if (postmaster.isPresent()) {
                postmaster.get().awaitExit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills every process of the server at once (SIGKILL), as a crash does; the data stays. */
    public synchronized void killNow() {
        try {
            Optional<Postmaster> postmaster = Postmaster.of(directory.data());
            if (postmaster.isPresent()) {
                postmaster.get().kill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stop();
    }

    /**
     * Holds every process of the server (SIGSTOP), until {@link #resume()}: connections are still accepted, by the
     * system, and nobody answers. A server that is held cannot be stopped or closed.
     */
    public synchronized void suspend() {
        try {
            Optional<Postmaster> postmaster = Postmaster.of(directory.data());
            if (postmaster.isPresent()) {
                postmaster.get().suspend();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a server go on that {@link #suspend()} holds. */
    public synchronized void resume() {
        try {
            Optional<Postmaster> postmaster = Postmaster.of(directory.data());
            if (postmaster.isPresent()) {
                postmaster.get().resume();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again on the same port and data, having stopped it first if it runs. */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        stop();
        launch();
    }

    /** Stops the server and deletes its data; closing again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop();
        } finally {
            removeDirectory();
        }
    }

    private void removeDirectory() {
        try {
            directory.remove();
            forgetCloser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forgetCloser() {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException e) {
            // The process is ending: hooks cannot be removed any more, and the closer will find nothing left to do.
        }
    }
}
