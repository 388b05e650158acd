package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.RunPlan;
import dev.sluice.testkit.TableChecksum;
import dev.sluice.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DDL of every kind at the source while programs change rows all the time, by both ways of seeing it: in the end both sides
 * have the same tables, with the same columns and the same rows. More of it: {@code -Dddl.rounds=N}.
 */
final class DdlUnderLoadTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final int ROUNDS = Integer.getInteger("ddl.rounds", 2);
    private static final int WRITERS = 2;
    private static final int WRITTEN_BETWEEN = 30;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE t_a (id int PRIMARY KEY, v text NOT NULL, n int DEFAULT 0)",
            "CREATE TABLE t_b (id int PRIMARY KEY, v text NOT NULL)");

    /** Each is one transaction; {@code #} is the round. */
    private static final List<String> DDL = List.of(
            "ALTER TABLE t_a ADD c# int NOT NULL DEFAULT #",
            "ALTER TABLE t_a ADD r# float8 NOT NULL DEFAULT random()",
            "ALTER TABLE t_a RENAME c# TO d#",
            "CREATE TABLE t_new# (id int PRIMARY KEY, v text); INSERT INTO t_new# SELECT i, 'new' FROM generate_series(1, 50) i",
            "ALTER TABLE t_a ALTER d# TYPE bigint USING d# * 10",
            "UPDATE t_a SET d# = id, r# = 0.5 WHERE id % 3 = 0",
            "ALTER TABLE t_new# RENAME TO t_later#",
            "UPDATE t_later# SET v = 'later' WHERE id < 20; DELETE FROM t_later# WHERE id > 40",
            "ALTER TABLE t_a DROP r#",
            "@TRUNCATE t_b",
            """
            BEGIN;
            INSERT INTO t_a (id, v) VALUES (-#, 'one');
            ALTER TABLE t_a ADD e# text DEFAULT 'e', ADD f# int;
            UPDATE t_a SET f# = n, e# = v WHERE id % 5 = 0;
            ALTER TABLE t_a RENAME e# TO g#;
            ALTER TABLE t_b ADD h# varchar(10) DEFAULT 'h';
            ALTER TABLE t_a ALTER f# TYPE numeric;
            UPDATE t_b SET h# = 'changed' WHERE id % 2 = 0;
            ALTER TABLE t_a DROP d#;
            COMMIT""",
            "BEGIN; ALTER TABLE t_a DROP v; CREATE TABLE t_never (id int PRIMARY KEY); INSERT INTO t_never VALUES (1); ROLLBACK",
            "BEGIN; SAVEPOINT s; ALTER TABLE t_b DROP v; ROLLBACK TO s; INSERT INTO t_b (id, v) VALUES (-#, 'kept'); COMMIT",
            "CREATE TABLE t_gone# (id int PRIMARY KEY); INSERT INTO t_gone# SELECT generate_series(1, 100)",
            "DROP TABLE t_gone#",
            "ALTER TABLE t_b DROP h#");

    private static final String DEFINITIONS = """
            SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull
              FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
             WHERE relname ~ '^t_' AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
             ORDER BY relname, attname""";

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private RealtimeJob job = job("auto");

    @BeforeEach
    void makeTables() throws SQLException {
        DATABASES.source().execute(TABLES.toArray(String[]::new));
        DATABASES.source().execute("INSERT INTO t_a SELECT i, 'first' FROM generate_series(1, 2000) i");
    }

    private static RealtimeJob job(String capture) {
        return RealtimeJobs.with("ddl_load", "t_.*", """
                {"RuntimeSettings": [{"Name": "sluice.ddl.capture", "Value": "%s"}],
                 "DdlHandlingSettings": [{"Type": "AddColumn", "Action": "Normal"}, {"Type": "DropColumn", "Action": "Normal"},
                     {"Type": "RenameColumn", "Action": "Normal"}, {"Type": "ModifyColumn", "Action": "Normal"},
                     {"Type": "CreateTable", "Action": "Normal"}, {"Type": "RenameTable", "Action": "Normal"},
                     {"Type": "DropTable", "Action": "Normal"}, {"Type": "TruncateTable", "Action": "Normal"}]}
                """.formatted(capture));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void bothSidesAreEqualInTheEnd(String capture) throws Exception {
        job = job(capture);
        jobs.catchUp(job);
        try (RowWriters writers = RowWriters.start(DATABASES.source(), WRITERS)) {
            for (int round = 1; round <= ROUNDS; round++) {
                try (Running running = Running.live(jobs.run(job, RunPlan.Until.STOPPED))) {
                    change(round, running, writers);
                }
            }
            writers.stop();
        }
        jobs.catchUp(job);

        assertThat(definitions(DATABASES.destination())).isEqualTo(definitions(DATABASES.source()));
        assertThat(different()).isEmpty();
    }

    private static void change(int round, Running running, RowWriters writers) throws SQLException {
        boolean truncates = Since.isThere(Since.PUBLISHED_TRUNCATE);
        for (String ddl : DDL) {
            String sql = ddl.replace("#", Integer.toString(round))
                    .replace("@TRUNCATE", truncates ? "TRUNCATE" : "DELETE FROM");
            DATABASES.source().execute(sql);
            long until = writers.written() + WRITTEN_BETWEEN;
            running.await(() -> writers.written() >= until);
        }
    }

    private static List<List<@Nullable String>> definitions(TestDatabase database) throws SQLException {
        return database.query(DEFINITIONS);
    }

    private static List<String> different() throws SQLException {
        List<String> different = new ArrayList<>();
        try (Connection source = DATABASES.source().connect();
                Connection destination = DATABASES.destination().connect()) {
            for (String table : tables()) {
                TableChecksum there = TableChecksum.of(source, table);
                TableChecksum here = TableChecksum.of(destination, table);
                if (!here.equals(there)) {
                    different.add(table + ": " + there + " at the source, " + here + " at the destination");
                }
            }
        }
        return different;
    }

    private static List<String> tables() throws SQLException {
        List<String> tables = DATABASES
                .source()
                .query("SELECT DISTINCT relname FROM pg_class WHERE relname ~ '^t_' AND relkind = 'r'")
                .stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
        assertThat(tables).contains("t_a", "t_b", "t_later" + ROUNDS);
        return tables;
    }
}
