package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.row.ColumnType;
import dev.sluice.row.Dialect;
import dev.sluice.row.PgTypes;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A source and a destination database for one test class, emptied before each test. */
final class TwoDatabases implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final String EMPTY = """
            DO $$
            DECLARE s text;
            BEGIN
                FOR s IN SELECT quote_ident(nspname) FROM pg_namespace
                          WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
                    EXECUTE 'DROP SCHEMA ' || s || ' CASCADE';
                END LOOP;
                CREATE SCHEMA public;
                GRANT ALL ON SCHEMA public TO PUBLIC;
            END $$""";

    private final int sourceVersion;
    private final int destinationVersion;
    private @Nullable TestDatabase source;
    private @Nullable TestDatabase destination;

    /** Both on the server of the version that most tests use. */
    TwoDatabases() {
        this(TestingPostgres.DEFAULT_VERSION, TestingPostgres.DEFAULT_VERSION);
    }

    TwoDatabases(int sourceVersion, int destinationVersion) {
        this.sourceVersion = sourceVersion;
        this.destinationVersion = destinationVersion;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        if (isOutermost(context)) {
            open();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        source().execute(EMPTY);
        destination().execute(EMPTY);
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        if (isOutermost(context)) {
            close();
        }
    }

    /** Nested classes share the databases of the class around them. */
    private static boolean isOutermost(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }

    /** Makes both databases, where the test does it without JUnit. */
    void open() throws SQLException {
        source = TestingPostgres.shared(sourceVersion).newDatabase();
        destination = TestingPostgres.shared(destinationVersion).newDatabase();
    }

    void close() throws SQLException {
        source().close();
        destination().close();
    }

    TestDatabase source() {
        return Objects.requireNonNull(source);
    }

    TestDatabase destination() {
        return Objects.requireNonNull(destination);
    }

    /** Returns whether the binary form of every value of the type means the same to both servers. */
    boolean isPortable(ColumnType type) {
        return PgTypes.portable(type)
                && new Dialect(destinationVersion, 2).understands(type, new Dialect(sourceVersion, 2));
    }

    /** Runs statements on both sides. */
    void onBoth(String... statements) throws SQLException {
        source().execute(statements);
        destination().execute(statements);
    }

    /** Ends all sessions that Sluice has at the destination. */
    void endSessionsOfDestination() throws SQLException {
        destination()
                .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'sluice' AND datname = current_database()");
    }

    TestJob job() {
        return new TestJob(source(), destination());
    }

    /** Runs a job that has to succeed and checks that its report counts as many rows read as written. */
    RunReport succeed(TestJob job) {
        RunReport report = job.run();
        assertThat(report.error()).isEmpty();
        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(report.counts().recordsWritten() + report.counts().dirtyRecords())
                .isEqualTo(report.counts().recordsRead());
        return report;
    }

    /** Checks that a table holds the same rows on both sides. */
    void assertSame(String table) throws SQLException {
        assertSame(table, table);
    }

    /** Checks that the relation or derived table of the source and that of the destination hold the same rows. */
    void assertSame(String onSource, String onDestination) throws SQLException {
        List<String> expected = rows(source(), onSource);
        List<String> actual = rows(destination(), onDestination);
        assertThat(actual).containsExactlyElementsOf(expected);
    }

    /** The relation may hold {@code ?} and braces, which mean nothing to the driver here. */
    private static List<String> rows(TestDatabase database, String from) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(
                    "SELECT r FROM (SELECT t::text FROM " + from + " AS t) AS rows (r) ORDER BY r COLLATE \"C\"")) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        }
    }

    /** Returns the count of rows at the destination. */
    long count(String from) throws SQLException {
        return Long.parseLong(text("SELECT count(*) FROM " + from));
    }

    /** Returns one value of the destination, which is not NULL. */
    String text(String sql) throws SQLException {
        return Objects.requireNonNull(destination().value(sql));
    }

    /** Connects to the source as superuser; the caller closes. */
    Connection connectToSource() throws SQLException {
        return source().connect();
    }
}
