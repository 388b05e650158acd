package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of the source are emptied to which others of the destination refer that stay as they are. */
final class ApplyTruncateTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("emptied", "a|b");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void makeTables() throws SQLException {
        Since.assume(Since.PUBLISHED_TRUNCATE);
        DATABASES.onBoth(
                "CREATE TABLE a (id int PRIMARY KEY)",
                "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
                "CREATE TABLE unwanted (id int PRIMARY KEY, a int)");
        DATABASES.source().execute("INSERT INTO a SELECT generate_series(1, 3)", "INSERT INTO b SELECT id, id FROM a");
    }

    private void assertSame() throws SQLException {
        DATABASES.assertSame("a");
        DATABASES.assertSame("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUNCATE a, b", "TRUNCATE a, b RESTART IDENTITY", "TRUNCATE a CASCADE"})
    void theOthersAreLeftAlone(String truncation) throws SQLException {
        DATABASES.destination().execute("ALTER TABLE unwanted ADD FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE");
        jobs.catchUp(JOB);
        DATABASES.destination().execute("INSERT INTO unwanted VALUES (1, 1)");

        DATABASES.source().execute(truncation, "INSERT INTO a VALUES (2)", "INSERT INTO b VALUES (7, 2)");
        jobs.catchUp(JOB);

        assertSame();
        assertThat(DATABASES.count("unwanted")).isEqualTo(1);
    }

    /** Foreign keys look at rows that go together when all are gone. */
    @Test
    void thoseThatAreEmptiedTogetherGoTogether() throws SQLException {
        String user = "emptier_" + UUID.randomUUID();
        DATABASES.destination().createUser(user, "secret");
        DATABASES
                .destination()
                .execute(
                        "ALTER TABLE unwanted ADD FOREIGN KEY (a) REFERENCES a",
                        "ALTER TABLE a OWNER TO " + Quoting.identifier(user),
                        "ALTER TABLE b OWNER TO " + Quoting.identifier(user),
                        "ALTER TABLE unwanted OWNER TO " + Quoting.identifier(user));
        RealtimeJobs limited = jobs.to(TestEndpoint.of(DATABASES.destination()).as(user, "secret"));
        limited.catchUp(RealtimeJobs.job("emptied", "a"));
        limited.catchUp(JOB);

        DATABASES.source().execute("TRUNCATE a, b", "INSERT INTO a VALUES (2)");
        limited.catchUp(JOB);

        assertSame();
    }

    /** Nothing would bring the others' rows back, which the source has still. */
    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
    void noneIsEmptiedToBeCopiedAnewThatTakesOthersAlong(String action) throws SQLException {
        String user = "emptier_" + UUID.randomUUID();
        DATABASES.destination().createUser(user, "secret");
        DATABASES
                .destination()
                .execute(
                        "ALTER TABLE unwanted ADD FOREIGN KEY (a) REFERENCES a ON DELETE " + action,
                        "ALTER TABLE b DROP CONSTRAINT b_a_fkey",
                        "ALTER TABLE a OWNER TO " + Quoting.identifier(user),
                        "ALTER TABLE b OWNER TO " + Quoting.identifier(user));
        RealtimeJobs limited = jobs.to(TestEndpoint.of(DATABASES.destination()).as(user, "secret"));
        limited.catchUp(JOB);
        DATABASES.destination().execute("INSERT INTO unwanted VALUES (1, NULL)");
        DATABASES.destination().execute("GRANT SELECT ON unwanted TO " + Quoting.identifier(user));
        empty(limited, "a");
        assertThat(DATABASES.count("a")).isZero();
        DATABASES.destination().execute("INSERT INTO a VALUES (1)", "UPDATE unwanted SET a = 1");

        assertThatThrownBy(() -> empty(limited, "a"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("public.a")
                .hasMessageContaining("public.unwanted")
                .hasMessageContaining("ON DELETE " + action);
        assertThat(DATABASES.count("unwanted WHERE a = 1")).isEqualTo(1);

        DATABASES.destination().execute("ALTER TABLE a DISABLE TRIGGER ALL");
        empty(limited, "a");
        assertThat(DATABASES.count("a")).isZero();
        assertThat(DATABASES.count("unwanted WHERE a = 1")).isEqualTo(1);
    }

    private static void empty(RealtimeJobs as, String table) {
        try (ChangeSource source = as.source(JOB);
                ChangeSink sink = as.sink(JOB)) {
            sink.prepare(source.tables());
            sink.empty(new TableName("public", table));
        }
    }

    @Test
    void partitionsBelongToTheirTable() throws SQLException {
        Since.assume(Since.KEYS_OF_PARTITIONS);
        DATABASES
                .destination()
                .execute(
                        "DROP TABLE a CASCADE",
                        "CREATE TABLE a (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                        "CREATE TABLE a_part PARTITION OF a FOR VALUES FROM (0) TO (10)",
                        "ALTER TABLE unwanted ADD FOREIGN KEY (a) REFERENCES a_part");
        jobs.catchUp(JOB);
        DATABASES.destination().execute("INSERT INTO unwanted VALUES (1, 1)");

        DATABASES.source().execute("TRUNCATE a, b");
        jobs.catchUp(JOB);

        assertSame();
        assertThat(DATABASES.count("unwanted")).isEqualTo(1);
        DATABASES.destination().execute("INSERT INTO a VALUES (1)");
        empty(jobs, "a");
        assertSame();
    }
}
