package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeFilter;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.Progress;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody alters the publication of a job that has begun, so that the source does not give all changes any more. */
final class AlteredPublicationTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("altered", "t|t_.*");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void follow() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, v text)",
                        "CREATE TABLE t_other (id int PRIMARY KEY)",
                        "CREATE TABLE t_parts (id int NOT NULL) PARTITION BY RANGE (id)",
                        "CREATE TABLE t_part PARTITION OF t_parts FOR VALUES FROM (0) TO (10)",
                        "ALTER TABLE t_part ADD PRIMARY KEY (id)",
                        "INSERT INTO t SELECT i, 'first' FROM generate_series(1, 9) i",
                        "INSERT INTO t_other VALUES (1)",
                        "INSERT INTO t_parts VALUES (1)");
        jobs.catchUp(JOB);
    }

    private static String published(String partitioned) throws SQLException {
        return Integer.parseInt(String.valueOf(DATABASES.source().value("SHOW server_version_num"))) < 130000
                ? "t_part"
                : partitioned;
    }

    private void assertCopiedAnew(String table) throws SQLException {
        DATABASES.assertSame(table);
        DATABASES.assertSame("t_other");
        assertThat(jobs.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("di_pub_altered", "public." + table, "copied anew"));
    }

    @ParameterizedTest
    @CsvSource({
        "t, INSERT INTO t VALUES (10)",
        "t, DELETE FROM t WHERE id < 5",
        "t_parts, INSERT INTO t_parts VALUES (2)"
    })
    void aTableThatWasTakenOutIsCopiedAnew(String table, String change) throws SQLException {
        String taken = table.equals("t_parts") ? published(table) : table;
        DATABASES.source().execute("ALTER PUBLICATION di_pub_altered DROP TABLE " + taken, change);

        jobs.catchUp(JOB);

        assertCopiedAnew(table);
        DATABASES.source().execute("TRUNCATE " + table, "INSERT INTO t_other VALUES (2)");
        jobs.catchUp(JOB);
        DATABASES.assertSame("t_other");
    }

    @Test
    void aTableThatIsTakenOutMeanwhileIsCopiedAnew() throws SQLException {
        try (Running running = Running.live(jobs.run(JOB, RunPlan.Until.STOPPED))) {
            DATABASES
                    .source()
                    .execute(
                            "ALTER PUBLICATION di_pub_altered DROP TABLE t",
                            "INSERT INTO t VALUES (10)",
                            "INSERT INTO t_other VALUES (2)");

            running.await(DATABASES.destination(), "EXISTS (SELECT FROM t WHERE id = 10)");
        }
        assertCopiedAnew("t");
    }

    /** Which of both is seen first must not matter. */
    @ParameterizedTest
    @ValueSource(strings = {"NORMAL", "IGNORE"})
    void aTableThatGotAnotherNameBesidesIsCopiedAnew(String renaming) throws SQLException {
        RealtimeJob job = RealtimeJobs.with(
                "altered",
                "t|t_.*",
                "{\"DdlHandlingSettings\": [{\"Type\": \"RenameTable\", \"Action\": \"%s\"}]}".formatted(renaming));
        DATABASES
                .source()
                .execute(
                        "ALTER PUBLICATION di_pub_altered DROP TABLE t",
                        "ALTER TABLE t RENAME TO t_new",
                        "INSERT INTO t_new VALUES (10)");

        jobs.catchUp(job);

        DATABASES.assertSame("t_new");
    }

    /** One that an administrator has made names no table, and none of the partitioned ones is in the server's list of it. */
    @ParameterizedTest
    @ValueSource(strings = {"FOR ALL TABLES", "FOR TABLES IN SCHEMA public"})
    void aPublicationOfAllHasAll(String all) throws SQLException {
        Since.assume(all.equals("FOR ALL TABLES") ? Since.PUBLISHED_ROOTS : Since.PUBLISHED_PARTS);
        jobs.forget(JOB);
        DATABASES.source().execute("CREATE PUBLICATION di_pub_altered " + all);
        DATABASES.destination().execute("TRUNCATE t, t_other, t_parts", "DROP TABLE sluice_progress");
        jobs.catchUp(JOB);
        DATABASES.source().execute("INSERT INTO t VALUES (10)", "INSERT INTO t_parts VALUES (2)");

        jobs.catchUp(JOB);

        DATABASES.assertSame("t");
        DATABASES.assertSame("t_parts");
        assertThat(jobs.warnings()).isEmpty();
    }

    /** What is done about tables that come and go waits until the destination is as far. */
    @Test
    void aPublicationOfAllTellsATableFromOneThatGetsItsName() throws SQLException {
        Since.assume(Since.PUBLISHED_ROOTS);
        jobs.forget(JOB);
        DATABASES.source().execute("CREATE PUBLICATION di_pub_altered FOR ALL TABLES");
        DATABASES.destination().execute("TRUNCATE t, t_other, t_parts", "DROP TABLE sluice_progress");
        jobs.catchUp(JOB);
        try (ChangeSource source = jobs.source(JOB);
                ChangeSink sink = jobs.sink(JOB)) {
            Progress progress = sink.progress();
            DATABASES
                    .source()
                    .execute(
                            "INSERT INTO t VALUES (10, 'its own')",
                            "DROP TABLE t",
                            "CREATE TABLE t (id int PRIMARY KEY, v text)",
                            "INSERT INTO t VALUES (1, 'of another')",
                            "INSERT INTO t_other VALUES (2)");
            CopiedTable filter = new CopiedTable(new TableName("public", "t"), progress.definitions());
            ChangeBatch batch = new ChangeBatch(0);
            try (ChangeStream stream = source.follow(progress.position().orElseThrow(), filter)) {
                Lsn end = source.now();
                while (stream.fetch(batch).position().isBefore(end)) {
                    assertThat(batch.changes()).isLessThan(2);
                }
            }
            assertThat(batch.changes()).isOne();
        }
    }

    private record CopiedTable(TableName table, Map<TableName, String> definitions) implements ChangeFilter {
        @Override
        public boolean wants(TableName changed, Lsn position) {
            return changed.equals(table);
        }
    }

    private void compare(Consumer<ChangeSource> asking) {
        try (ChangeSource source = jobs.source(JOB);
                ChangeSink sink = jobs.sink(JOB)) {
            asking.accept(source);
            source.compare(sink.progress());
        }
    }

    private static void assertRefused(ThrowingCallable action, String what) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(SyncException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
                    assertThat(error.hint())
                            .hasValueSatisfying(hint -> assertThat(hint).isNotBlank());
                })
                .hasMessageContaining(what);
    }

    /** One that is made later gives no changes from before. */
    @Test
    void aPublicationThatIsGoneIsNotMadeAnew() throws SQLException {
        DATABASES.source().execute("DROP PUBLICATION di_pub_altered");

        assertRefused(() -> jobs.catchUp(JOB), "without the publication di_pub_altered they cannot be read");
        assertRefused(() -> compare(source -> {}), "The publication di_pub_altered is gone");
        assertRefused(
                () -> compare(source -> source.retain(source.tables(), nobody -> {})),
                "The publication di_pub_altered is gone");
        assertThat(DATABASES.count("t")).isEqualTo(9);
    }

    @Test
    void aPublicationThatLeavesChangesOutIsRefused() throws SQLException {
        DATABASES.source().execute("ALTER PUBLICATION di_pub_altered SET (publish = 'insert')");

        assertRefused(() -> jobs.catchUp(JOB), "di_pub_altered does not publish updates, deletes");
        assertRefused(() -> compare(source -> {}), "di_pub_altered does not publish updates, deletes");
    }

    @Test
    void aPublicationThatNamesNoPartitionsIsRefused() throws SQLException {
        Since.assume(Since.PUBLISHED_ROOTS);
        DATABASES.source().execute("ALTER PUBLICATION di_pub_altered SET (publish_via_partition_root = true)");

        assertRefused(() -> jobs.catchUp(JOB), "leaves out the TRUNCATE of a single one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t WHERE (id > 5), t_other, t_parts", "t (id), t_other, t_parts"})
    void aTableOfWhichOnlyAPartIsPublishedIsRefused(String tables) throws SQLException {
        Since.assume(Since.PUBLISHED_PARTS);
        DATABASES
                .source()
                .execute("ALTER PUBLICATION di_pub_altered SET TABLE " + tables, "INSERT INTO t VALUES (0, 'new')");

        assertRefused(() -> jobs.catchUp(JOB), "di_pub_altered publishes only a part of public.t");
        assertRefused(() -> compare(source -> {}), "di_pub_altered publishes only a part of public.t");

        DATABASES.source().execute("ALTER PUBLICATION di_pub_altered DROP TABLE t");
        jobs.catchUp(JOB);
        assertCopiedAnew("t");
    }
}
