package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.realtime.RunPlan;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job's file says between two runs that a table's rows go to another table than those that went before. */
final class MovedDestinationTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob FIRST = job("first");
    private static final RealtimeJob SECOND = job("second");
    private static final TableName TABLE = new TableName("public", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private static RealtimeJob job(String prefix) {
        return RealtimeJobs.ruled(
                "moving", "t.*", "plain", "Rename: {\"expression\": \"" + prefix + "_${srcTableName}\"}");
    }

    @BeforeEach
    void makeTable() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    }

    private List<String> refused(RealtimeJob job) {
        SyncException error =
                jobs.run(job, RunPlan.Until.CAUGHT_UP).run().error().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED);
        assertThat(error).hasMessageContainingAll("public.t ", "public.first_t", "public.second_t");
        return error.hint().orElseThrow().lines().toList();
    }

    /** Returns a statement that the hint has on a line of its own. */
    private static String statement(List<String> hint, String beginning) {
        return hint.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isSaid() throws SQLException {
        jobs.catchUp(FIRST);
        DATABASES.source().execute("INSERT INTO t VALUES (2)");

        refused(SECOND);

        assertThat(DATABASES.text("SELECT to_regclass('second_t') IS NULL")).isEqualTo("t");
        jobs.catchUp(FIRST);
        DATABASES.assertSame("t", "first_t");
    }

    @Test
    void isTakenWhereTheDestinationsTableMovedToo() throws SQLException {
        jobs.catchUp(FIRST);
        DATABASES.source().execute("INSERT INTO t VALUES (2)");
        DATABASES.destination().execute("ALTER TABLE first_t RENAME TO second_t");

        DATABASES.destination().execute(statement(refused(SECOND), "UPDATE"));

        jobs.catchUp(SECOND);
        DATABASES.assertSame("t", "second_t");
    }

    @Test
    void isTakenWhereTheTableIsToBeCopiedAnew() throws SQLException {
        jobs.catchUp(FIRST);
        DATABASES.source().execute("INSERT INTO t VALUES (2)");

        DATABASES.destination().execute(statement(refused(SECOND), "DELETE"));

        jobs.catchUp(SECOND);
        DATABASES.assertSame("t", "second_t");
        assertThat(DATABASES.count("first_t")).isEqualTo(1);
    }

    /** What a copy that was interrupted has left is emptied; that is another table's now. */
    @Test
    void takesNoRowsOfATableThatIsSomebodyElses() throws SQLException {
        DATABASES
                .destination()
                .execute("CREATE TABLE second_t (id int PRIMARY KEY)", "INSERT INTO second_t VALUES (7)");
        try (ChangeSource source = jobs.source(FIRST);
                ChangeSink sink = jobs.sink(FIRST)) {
            sink.prepare(source.tables());
            sink.create(source.tables().get(0), source.definition(TABLE));
            sink.copying(TABLE, source.definition(TABLE));
        }

        refused(SECOND);

        assertThat(DATABASES.count("second_t")).isEqualTo(1);
    }

    /** An earlier version did not note where rows went. */
    @Test
    void isSaidOfWhatAnEarlierVersionFollowed() throws SQLException {
        jobs.catchUp(FIRST);
        DATABASES
                .destination()
                .execute("ALTER TABLE sluice_progress DROP COLUMN IF EXISTS destination_schema,"
                        + " DROP COLUMN IF EXISTS destination_table, DROP COLUMN IF EXISTS made");
        DATABASES.source().execute("INSERT INTO t VALUES (2)");
        jobs.catchUp(FIRST);
        DATABASES.assertSame("t", "first_t");

        refused(SECOND);
    }

    @Test
    void goesWithTheSourcesName() throws SQLException {
        jobs.catchUp(FIRST);
        try (ChangeSource source = jobs.source(FIRST);
                ChangeSink sink = jobs.sink(FIRST)) {
            sink.prepare(source.tables());
            DATABASES.source().execute("ALTER TABLE t RENAME TO t_new");
            sink.rename(
                    List.of(new ChangeSink.TableRename(TABLE, source.tables().get(0))));

            assertThat(sink.check(source.tables())).extracting(Finding::outcome).doesNotContain(Outcome.FAILED);
        }
        assertThat(DATABASES.text("SELECT destination_table FROM sluice_progress WHERE table_name = 't_new'"))
                .isEqualTo("first_t_new");
    }
}
