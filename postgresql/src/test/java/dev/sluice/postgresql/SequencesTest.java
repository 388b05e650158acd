package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.SequenceValue;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sequences that give columns their values are brought over with a table's first copy. */
final class SequencesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private final RealtimeJob job = RealtimeJobs.job("sequences", "t.*");

    @BeforeEach
    void makeTables() throws SQLException {
        DATABASES.onBoth(
                "CREATE SEQUENCE \"Shared\"",
                "CREATE SEQUENCE down INCREMENT -1",
                "CREATE TABLE t (a serial PRIMARY KEY, b int GENERATED ALWAYS AS IDENTITY,"
                        + " c bigint DEFAULT nextval('\"Shared\"'), d int DEFAULT nextval('down'), e int)");
    }

    private static String next() throws SQLException {
        return DATABASES.text("INSERT INTO t DEFAULT VALUES RETURNING a || ' ' || b || ' ' || c || ' ' || d");
    }

    @Test
    void theDestinationGoesOnWhereTheSourceIs() throws SQLException {
        DATABASES.source().execute("INSERT INTO t (e) SELECT 0 FROM generate_series(1, 7)");

        jobs.catchUp(job);

        assertThat(next()).isEqualTo("8 8 8 -8");
    }

    @Test
    void whoIsAheadStays() throws SQLException {
        DATABASES.source().execute("INSERT INTO t (e) VALUES (0)");
        DATABASES.destination().execute("SELECT setval('t_a_seq', 50), setval('down', -50)");

        jobs.catchUp(job);

        assertThat(next()).isEqualTo("51 2 2 -51");
    }

    @Test
    void whatHasGivenNothingStays() throws SQLException {
        DATABASES.source().execute("SELECT nextval('t_a_seq')");

        jobs.catchUp(job);

        assertThat(next()).isEqualTo("2 1 1 -1");
    }

    @Test
    void aTableThatJoinsBringsItsOwn() throws SQLException {
        jobs.catchUp(job);
        DATABASES.onBoth("CREATE TABLE t_later (id serial PRIMARY KEY)");
        DATABASES.source().execute("INSERT INTO t_later SELECT FROM generate_series(1, 3)");

        jobs.catchUp(job);

        assertThat(DATABASES.text("INSERT INTO t_later DEFAULT VALUES RETURNING id"))
                .isEqualTo("4");
    }

    /** One that is dropped when its copy has ended is no reason to fail: the job learns of it behind that. */
    @Test
    void aTableThatIsGoneHasNone() {
        TableName gone = new TableName("public", "t_gone");
        try (ChangeSource source = jobs.source(job);
                ChangeSink sink = jobs.sink(job)) {
            sink.prepare(source.tables());

            assertThat(source.sequences(gone)).isEmpty();
            assertThat(sink.advance(gone, List.of(new SequenceValue("id", 7)))).isEmpty();
        }
    }

    @Test
    void aTableWithoutThemNeedsNone() throws SQLException {
        DATABASES
                .destination()
                .execute("DROP TABLE t", "CREATE TABLE t (a int PRIMARY KEY, b int, c bigint, d int, e int)");
        DATABASES.source().execute("INSERT INTO t (e) VALUES (0)");

        jobs.catchUp(job);

        assertThat(DATABASES.count("t")).isOne();
        assertThat(jobs.warnings()).isEmpty();
    }
}
