package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the destination's table where the source's goes before its first copy has ended: a run ends there. */
final class AbandonedCopiesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("abandoned", "t.*");
    private static final RealtimeJob OTHER_JOB = RealtimeJobs.job("abandoned_too", "t.*");
    private static final TableName NEW = new TableName("public", "t_new");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void follow() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        jobs.catchUp(JOB);
        DATABASES.source().execute("CREATE TABLE t_new (id int PRIMARY KEY)", "INSERT INTO t_new VALUES (1)");
    }

    /** Begins the copy of the new table and goes no further. */
    private void beginCopy(RealtimeJob job) {
        try (ChangeSource source = jobs.source(job);
                ChangeSink sink = jobs.sink(job)) {
            sink.prepare(source.tables());
            sink.copying(NEW, source.definition(NEW));
        }
    }

    private void dropAndCatchUp() throws SQLException {
        DATABASES.source().execute("DROP TABLE t_new");
        jobs.catchUp(JOB);
    }

    private void assertStays(String... columns) throws SQLException {
        assertThat(DATABASES
                        .destination()
                        .query("SELECT attname FROM pg_attribute"
                                + " WHERE attrelid = to_regclass('t_new') AND attnum > 0 AND NOT attisdropped"))
                .extracting(row -> String.valueOf(row.get(0)))
                .containsExactly(columns);
        assertThat(jobs.warnings())
                .singleElement()
                .asString()
                .contains("the destination's public.t_new stays as it is");
        jobs.catchUp(JOB);
        assertThat(jobs.warnings()).hasSize(1);
    }

    private static List<String> tablesOfDestination() throws SQLException {
        return DATABASES
                .destination()
                .query("SELECT relname FROM pg_class WHERE relname ~ '^t' AND relkind = 'r'"
                        + " AND relnamespace = 'public'::regnamespace ORDER BY 1")
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE t_new", "ALTER TABLE t_new RENAME TO of_others"})
    void whatWasMadeForItGoes(String statement) throws SQLException {
        beginCopy(JOB);
        DATABASES.source().execute(statement);

        jobs.catchUp(JOB);

        assertThat(tablesOfDestination()).containsExactly("t");
        assertThat(jobs.warnings()).isEmpty();
    }

    @Test
    void whatWasMadeForItGoesAfterACopyThatBeganAnew() throws SQLException {
        beginCopy(JOB);
        beginCopy(JOB);

        dropAndCatchUp();

        assertThat(tablesOfDestination()).containsExactly("t");
    }

    @Test
    void itIsCopiedUnderItsNewName() throws SQLException {
        beginCopy(JOB);
        DATABASES.source().execute("ALTER TABLE t_new RENAME TO t_later");

        jobs.catchUp(JOB);

        assertThat(tablesOfDestination()).containsExactly("t", "t_later");
        DATABASES.assertSame("t_later");
    }

    /** What was made for it is not in the way of a table that is followed. */
    @Test
    void anotherTableGetsItsName() throws SQLException {
        RealtimeJob renaming = RealtimeJobs.with(
                "abandoned", "t.*", "{\"DdlHandlingSettings\": [{\"Type\": \"RenameTable\", \"Action\": \"Normal\"}]}");
        beginCopy(renaming);
        DATABASES.source().execute("DROP TABLE t_new", "ALTER TABLE t RENAME TO t_new", "INSERT INTO t_new VALUES (2)");

        jobs.catchUp(renaming);

        assertThat(tablesOfDestination()).containsExactly("t_new");
        DATABASES.assertSame("t_new");
    }

    @Test
    void itIsTakenOutOfTheRules() throws SQLException {
        beginCopy(JOB);

        jobs.catchUp(RealtimeJobs.job("abandoned", "t"));

        assertThat(tablesOfDestination()).containsExactly("t");
    }

    @Test
    void aTableStaysThatWasThereBefore() throws SQLException {
        DATABASES.destination().execute("CREATE TABLE t_new (id int PRIMARY KEY, mine text)");
        beginCopy(JOB);

        dropAndCatchUp();

        assertStays("id", "mine");
    }

    @Test
    void aTableStaysThatHasRows() throws SQLException {
        beginCopy(JOB);
        DATABASES.destination().execute("INSERT INTO t_new VALUES (7)");

        dropAndCatchUp();

        assertStays("id");
        assertThat(DATABASES.count("t_new")).isEqualTo(1);
    }

    @Test
    void aTableStaysThatSomebodyHasMadeAnew() throws SQLException {
        beginCopy(JOB);
        DATABASES.destination().execute("DROP TABLE t_new", "CREATE TABLE t_new (mine text)");

        dropAndCatchUp();

        assertStays("mine");
    }

    @Test
    void aTableStaysThatSomethingDependsOn() throws SQLException {
        beginCopy(JOB);
        DATABASES.destination().execute("CREATE VIEW v AS SELECT * FROM t_new");

        dropAndCatchUp();

        assertStays("id");
    }

    @Test
    void aTableStaysThatAnotherJobCopiesTo() throws SQLException {
        beginCopy(JOB);
        beginCopy(OTHER_JOB);

        dropAndCatchUp();

        assertStays("id");
    }

    /** Somebody may be about to put rows there. */
    @Test
    void aTableStaysThatIsLocked() throws Exception {
        beginCopy(JOB);
        try (var holder = DATABASES.destination().connect();
                var statement = holder.createStatement()) {
            statement.execute("BEGIN; INSERT INTO t_new VALUES (7)");
            dropAndCatchUp();
            statement.execute("COMMIT");
        }

        assertStays("id");
    }

    /** Where rows were once, nobody knows whose they are. */
    @Test
    void aTableStaysThatHadItsCopy() throws SQLException {
        jobs.catchUp(JOB);
        try (ChangeSource source = jobs.source(JOB);
                ChangeSink sink = jobs.sink(JOB)) {
            sink.prepare(source.tables());
            sink.empty(NEW);
        }

        dropAndCatchUp();

        assertStays("id");
    }
}
