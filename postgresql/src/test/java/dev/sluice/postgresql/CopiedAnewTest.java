package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that is copied anew, whose columns at the destination are not the source's any more, as the job says so. */
final class CopiedAnewTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final String COLUMNS = """
            SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
              FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped""";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private RealtimeJob job = job("auto");

    @BeforeEach
    void makeTable() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (id int PRIMARY KEY, a text, b int NOT NULL, c text)",
                        "INSERT INTO t SELECT i, 'a' || i, i, 'c' || i FROM generate_series(1, 5) i");
    }

    private static RealtimeJob job(String capture) {
        return RealtimeJobs.with("copied_anew", "t", """
                {"RuntimeSettings": [{"Name": "sluice.ddl.capture", "Value": "%s"}],
                 "DdlHandlingSettings": [{"Type": "AddColumn", "Action": "Ignore"}, {"Type": "DropColumn", "Action": "Ignore"},
                     {"Type": "RenameColumn", "Action": "Ignore"}, {"Type": "ModifyColumn", "Action": "Ignore"}]}
                """.formatted(capture));
    }

    /** Leaves DDL out, has the table copied anew, and follows it on. */
    private void follow(String capture, String statements) throws SQLException {
        job = job(capture);
        jobs.catchUp(job);
        String columns = DATABASES.text(COLUMNS);
        DATABASES.source().execute(statements.split("; "));
        jobs.catchUp(job);
        DATABASES.source().execute("ALTER PUBLICATION di_pub_copied_anew DROP TABLE t", "DELETE FROM t WHERE id = 1");
        jobs.catchUp(job);
        assertThat(DATABASES.text(COLUMNS)).isEqualTo(columns);
        assertThat(jobs.warnings()).anyMatch(warning -> warning.contains("copied anew"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void hasTheRowsInTheColumnsThatAreFollowed(String capture) throws SQLException {
        follow(
                capture,
                "ALTER TABLE t ADD d int DEFAULT 5; ALTER TABLE t RENAME a TO z; ALTER TABLE t DROP b;"
                        + " INSERT INTO t VALUES (6, 'z6', 'c6', 6)");
        DATABASES.assertSame("(SELECT id, z, NULL::int, c FROM t)", "t");

        DATABASES.source().execute("INSERT INTO t VALUES (7, 'z7', 'c7', 7)", "UPDATE t SET z = 'new' WHERE id = 2");
        jobs.catchUp(job);
        DATABASES.assertSame("(SELECT id, z, NULL::int, c FROM t)", "t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void hasThemWhereNamesWereExchanged(String capture) throws SQLException {
        follow(
                capture,
                "ALTER TABLE t RENAME a TO x; ALTER TABLE t RENAME c TO a; ALTER TABLE t RENAME x TO c;"
                        + " INSERT INTO t (id, a, b, c) VALUES (6, 'was c', 6, 'was a')");

        DATABASES.assertSame("(SELECT id, c, b, a FROM t)", "t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void hasThemWhereAColumnIsComputedNoMore(String capture) throws SQLException {
        Since.assume(Since.DROPPED_EXPRESSIONS);
        DATABASES.source().execute("ALTER TABLE t ADD g int GENERATED ALWAYS AS (id * 2) STORED");

        follow(capture, "ALTER TABLE t ALTER g DROP EXPRESSION; INSERT INTO t VALUES (6, 'a', 6, 'c', 100)");

        DATABASES.assertSame("(SELECT id, a, b, c, id * 2 FROM t)", "t");
    }
}
