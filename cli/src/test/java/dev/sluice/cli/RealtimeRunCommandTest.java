package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice run} with a real-time job, in this process. */
final class RealtimeRunCommandTest {
    @TempDir
    private Path folder;

    private LiveCopy live;

    @BeforeEach
    void open() throws SQLException {
        live = new LiveCopy(folder);
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
    }

    private String leftAtSource() throws SQLException {
        return String.valueOf(live.source().value("""
                select (select count(*) from pg_replication_slots where database = current_database())
                     + (select count(*) from pg_publication)"""));
    }

    private void changeEverything(int tables) throws SQLException {
        for (int i = 1; i <= tables; i++) {
            live.source()
                    .execute(
                            "insert into t" + i + " select i, null from generate_series(100001, 100200) i",
                            "update t" + i + " set v = v || ' again' where id % 7 = 0",
                            "update t" + i + " set id = id + 500000 where id between 10 and 20",
                            "delete from t" + i + " where id % 11 = 0");
        }
    }

    @Test
    void copiesAndThenFollows() throws SQLException, IOException {
        live.tables(3, 1000);

        Outcome first = live.catchUp();
        assertThat(first.exitCode()).as(first.err()).isEqualTo(0);
        assertThat(first.err())
                .contains("initial copy of 3 tables", "public.t1: first copy done, 1,000 rows", "live")
                .contains("3 of 3 tables have their first copy (3,000 rows in this run)");
        live.assertEqual(3);

        changeEverything(3);
        Path report = folder.resolve("report.json");
        Outcome second = live.catchUp("--report", report.toString());
        assertThat(second.exitCode()).as(second.err()).isEqualTo(0);
        assertThat(second.err())
                .doesNotContain("initial copy")
                .contains("(0 rows in this run)", "transactions applied");
        live.assertEqual(3);
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(json.get("state").asText()).isEqualTo("FINISHED");
        assertThat(json.get("changes").asLong()).isPositive();
        assertThat(json.get("transactions").asLong()).isEqualTo(12);
        assertThat(json.get("missedRows").asLong()).isZero();
        assertThat(json.get("tables")).hasSize(3);
        assertThat(json.get("error").isNull()).isTrue();
    }

    @Test
    void tellsOfRowsThatSomebodyElseTookAway() throws SQLException, IOException {
        live.tables(1, 100);
        live.catchUp();
        live.destination().execute("delete from t1 where id <= 3");
        live.source().execute("update t1 set v = 'changed' where id <= 5");
        Path report = folder.resolve("report.json");

        Outcome outcome = live.catchUp("--report", report.toString());

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        assertThat(outcome.err())
                .containsOnlyOnce("warning: rows that the source changed are not at the destination (3 up to ")
                .contains("Left out: 3 changes of rows that are not at the destination");
        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .get("missedRows")
                        .asLong())
                .isEqualTo(3);
        assertThat(live.sluice("status").out()).contains("Left out: 3 changes");
        assertThat(new ObjectMapper()
                        .readTree(live.sluice("status", "--json").out())
                        .at("/run/missedRows")
                        .asLong())
                .isEqualTo(3);
    }

    @Test
    void copiesOnceWhereNothingIsFollowed() throws SQLException {
        live.tables(2, 100);
        live.job("DatabaseOfflineMigration", "Full", "");

        assertThat(live.sluice("run").exitCode()).isEqualTo(0);

        live.assertEqual(2);
        assertThat(leftAtSource()).isEqualTo("0");
        assertThat(live.sluice("status").out())
                .contains("has the copies of 2 tables")
                .containsPattern("public\\.t1 +copied +100 ");
    }

    @Test
    void followsWithoutACopy() throws SQLException {
        live.tables(1, 100);
        live.job("DatabaseRealtimeMigration", "RealtimeIncremental", "");
        assertThat(live.catchUp().exitCode()).isEqualTo(0);

        live.source().execute("insert into t1 values (1001, 'new')");
        assertThat(live.catchUp().exitCode()).isEqualTo(0);

        assertThat(live.destination().value("select string_agg(id::text, ',') from t1"))
                .isEqualTo("1001");
    }

    @Test
    void beginsWhereTheUserSays() throws SQLException {
        live.tables(1, 100);
        live.destination().execute("insert into t1 select i, 'first ' || i from generate_series(1, 100) i");
        live.source()
                .execute(
                        "create publication " + LiveCopy.PUBLICATION + " for table t1",
                        "select pg_create_logical_replication_slot('" + LiveCopy.SLOT + "', 'pgoutput')");
        live.source().execute("insert into t1 values (1001, 'left out')");
        String position = String.valueOf(live.source().value("select pg_current_wal_insert_lsn()::text"));
        live.source().execute("insert into t1 values (1002, 'brought over')");

        Outcome outcome = live.catchUp("--from-lsn", position);

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        assertThat(live.destination().value("select string_agg(id::text, ',') from t1 where id > 1000"))
                .isEqualTo("1002");

        Outcome past = live.catchUp("--from-lsn", "0/1");
        assertThat(past.exitCode()).isEqualTo(2);
        assertThat(past.err()).contains("--from-lsn 0/1: the source keeps changes from", "Name a position from");
        Outcome future = live.catchUp("--from-lsn", "FFFFFFFF/0");
        assertThat(future.exitCode()).isEqualTo(2);
        assertThat(future.err()).contains("--from-lsn FFFFFFFF/0: the source has come to");
    }

    @Test
    void beginsNowhereWithoutASlot() throws SQLException {
        live.tables(1, 100);

        Outcome outcome = live.catchUp("--from-lsn", "0/1");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("the source has no replication slot " + LiveCopy.SLOT, "Make the publication and the slot");
        assertThat(leftAtSource()).isEqualTo("0");
    }

    @Test
    void copiesTablesThatReferToEachOther() throws SQLException {
        live.both(
                "create table t1 (id int primary key, v text)",
                "create table t2 (id int primary key, v int references t1 on delete cascade)",
                "alter table t1 add column last int references t2 deferrable");
        live.source()
                .execute(
                        "insert into t1 select i, 'x' from generate_series(1, 1000) i",
                        "insert into t2 select i, 1001 - i from generate_series(1, 1000) i",
                        "update t1 set last = id");

        assertThat(live.catchUp().exitCode()).isEqualTo(0);
        live.assertEqual(2);
    }

    @Test
    void keepsRowsOfOthers() throws SQLException {
        live.tables(2, 100);
        live.destination().execute("insert into t2 values (-1, 'somebody else''s')");

        Outcome refused = live.catchUp();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("FAILED: PREFLIGHT_FAILED", "public.t2", "has rows already", "-> Empty it, or set");
        assertThat(live.destination().value("select count(*) from t2")).isEqualTo("1");

        live.job(
                "DatabaseRealtimeMigration",
                "FullAndRealtimeIncremental",
                "{\"Name\": \"dst.offline.truncate\", \"Value\": \"true\"}");
        assertThat(live.catchUp().exitCode()).isEqualTo(0);
        live.assertEqual(2);
    }

    @Test
    void doesNotStartWithAWrongPassword() throws SQLException {
        live.tables(1, 10);
        live.workspace().dataSource("destination", live.destination(), "postgres", "wrong-word");

        Outcome outcome = live.sluice("run");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("NOT_STARTED: AUTHENTICATION_FAILED")
                .doesNotContain("trying again", "wrong-word");
        assertThat(leftAtSource()).isEqualTo("0");
    }

    @Test
    void endsAtOnceWhereTheDestinationRefusesARow() throws SQLException {
        live.tables(1, 10);
        live.destination().execute("alter table t1 add check (id <> 5)");

        Outcome outcome = live.sluice("run");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("The first copy of public.t1 failed.")
                .doesNotContain("trying again");
    }

    @Test
    void refusesOptionsThatMeanNothing() {
        assertThat(live.sluice("run", "--until", "tomorrow").exitCode()).isEqualTo(2);
        Outcome noPosition = live.sluice("run", "--from-lsn", "here");
        assertThat(noPosition.exitCode()).isEqualTo(2);
        assertThat(noPosition.err()).contains("\"here\" is no position in the write-ahead log");
    }
}
