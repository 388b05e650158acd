package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.ChangeStream;
import dev.sluice.connector.SourceStatus.Slot;
import dev.sluice.job.RealtimeJob;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Types that go as text only, of columns and tables that nobody knows of, or that came and went before their rows are read. */
final class PassingTypesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.with("passing", "t.*", """
            {"RuntimeSettings": [{"Name": "runtime.realtime.failover.times.dataxcdc", "Value": "1"}],
             "DdlHandlingSettings": [{"Type": "DropColumn", "Action": "Normal"}, {"Type": "DropTable", "Action": "Normal"}]}
            """);

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void makeTables() throws SQLException {
        DATABASES.onBoth("CREATE TYPE mood AS ENUM ('sad', 'glad')");
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY, a text)", "INSERT INTO t VALUES (1, 'a')");
    }

    @Test
    void ofAColumn() throws SQLException {
        jobs.catchUp(JOB);
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t ADD m mood",
                        "INSERT INTO t VALUES (2, 'b', 'glad')",
                        "ALTER TABLE t DROP m",
                        "INSERT INTO t VALUES (3, 'c')");

        jobs.catchUp(JOB);

        DATABASES.assertSame("t");
    }

    @Test
    void ofATable() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t_moods (id int PRIMARY KEY, m mood)");
        jobs.catchUp(JOB);
        DATABASES
                .source()
                .execute(
                        "INSERT INTO t_moods VALUES (1, 'sad')",
                        "INSERT INTO t VALUES (2, 'b')",
                        "DROP TABLE t_moods",
                        "INSERT INTO t VALUES (3, 'c')");

        jobs.catchUp(JOB);

        DATABASES.assertSame("t");
    }

    /** As of the destination {@code stream}: values come as text from the start. */
    @Test
    void ofATableWhoseDefinitionNobodyKeeps() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t_moods (id int PRIMARY KEY, m mood)");
        jobs.catchUp(JOB);
        DATABASES.source().execute("INSERT INTO t_moods VALUES (1, 'sad')");
        try (ChangeSource source = jobs.source(JOB)) {
            Lsn kept = source.status().slot().flatMap(Slot::confirmed).orElseThrow();
            ChangeBatch batch = new ChangeBatch(0);
            try (ChangeStream stream = source.follow(kept, (table, position) -> true)) {
                while (batch.changes() == 0) {
                    stream.fetch(batch);
                }
            }

            assertThat(batch.changes()).isEqualTo(1);
        }
    }
}
