package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Columns that refuse NULL, and have it in rows from before. */
final class NullsInDoubtTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.with("doubt", "t", """
            {"DdlHandlingSettings": [{"Type": "ModifyColumn", "Action": "Normal"}]}""");
    private static final String CONSTRAINT = "ALTER TABLE t ADD CONSTRAINT filled NOT NULL c NOT VALID";
    private static final String REFUSES =
            "SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void makeTable() throws SQLException {
        Since.assume(Since.NOT_NULL_IN_DOUBT);
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, c text UNIQUE)",
                        "INSERT INTO t VALUES (1, NULL), (2, 'c')");
    }

    private static void assertSame() throws SQLException {
        DATABASES.assertSame("(SELECT to_jsonb(t) FROM t)");
    }

    @Test
    void areCopied() throws SQLException {
        DATABASES.source().execute(CONSTRAINT);

        jobs.catchUp(JOB);

        assertSame();
    }

    @Test
    void areFollowedUntilTheConstraintHolds() throws SQLException {
        jobs.catchUp(JOB);
        DATABASES.source().execute(CONSTRAINT, "UPDATE t SET id = 3 WHERE id = 2", "DELETE FROM t WHERE id = 4");
        jobs.catchUp(JOB);
        assertSame();
        assertThat(DATABASES.destination().value(REFUSES)).isEqualTo("f");
        DATABASES
                .source()
                .execute(
                        "UPDATE t SET c = 'filled' WHERE id = 1",
                        "ALTER TABLE t VALIDATE CONSTRAINT filled",
                        "INSERT INTO t VALUES (5, 'new')");

        jobs.catchUp(JOB);

        assertSame();
        assertThat(DATABASES.destination().value(REFUSES)).isEqualTo("t");
    }

    @Test
    void makeNoKey() throws SQLException {
        DATABASES.source().execute("ALTER TABLE t DROP CONSTRAINT t_pkey", CONSTRAINT);

        try (ChangeSource source = jobs.source(JOB)) {
            assertThat(source.check())
                    .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.cure()).hasValue("ALTER TABLE \"public\".\"t\" REPLICA IDENTITY FULL"));
        }
    }
}
