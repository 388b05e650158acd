package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import dev.sluice.postgresql.Followed.Way;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns that the destination has by a rule, in first copies and in changes, few and many. */
final class AddColumnTest {
    private static final String NAMES = """
            AddColumn: {"columns": [
                {"columnName": "Fixed", "columnValueType": "Constant", "columnValue": "it's \\\\ é"},
                {"columnName": "db", "columnValueType": "Variable", "columnValue": "DB_NAME_SRC"},
                {"columnName": "source", "columnValueType": "Variable", "columnValue": "DATASOURCE_NAME_SRC"},
                {"columnName": "s", "columnValueType": "Variable", "columnValue": "SCHEMA_NAME_SRC"},
                {"columnName": "t", "columnValueType": "Variable", "columnValue": "TABLE_NAME_SRC"},
                {"columnName": "db_to", "columnValueType": "Variable", "columnValue": "DB_NAME_DEST"},
                {"columnName": "to", "columnValueType": "Variable", "columnValue": "DATASOURCE_NAME_DEST"},
                {"columnName": "s_to", "columnValueType": "Variable", "columnValue": "SCHEMA_NAME_DEST"},
                {"columnName": "t_to", "columnValueType": "Variable", "columnValue": "TABLE_NAME_DEST"},
                {"columnName": "db_new", "columnValueType": "Variable", "columnValue": "DB_NAME_SRC_TRANSED"}]}""";
    private static final String MOMENT = """
            AddColumn: {"columns": [{"columnName": "at", "columnValueType": "Variable", "columnValue": "EXECUTE_TIME"},
                {"columnName": "n", "columnValueType": "Constant", "columnValue": "7"}]}""";
    private static final String MARKED =
            "HandleDml: {\"dmlPolicies\": [{\"dmlType\": \"Delete\", \"dmlAction\": \"LogicalDelete\"}]}";

    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    private static String one(String sql) throws Exception {
        return String.valueOf(DATABASES.destination().value(sql));
    }

    @ParameterizedTest
    @EnumSource
    void constantsAndNames(Way way) throws Exception {
        try (Followed followed = Followed.ruled(
                DATABASES,
                jobs.folder(),
                List.of(NAMES),
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES (1, 'copied')")) {
            followed.follow(way, "INSERT INTO t SELECT i, 'a' FROM generate_series(2, 100) i", "UPDATE t SET v = 'b'");
            followed.follow(way, "DELETE FROM t WHERE id > 99");

            String databases = DATABASES.source().value("SELECT current_database()");
            assertThat(one("SELECT DISTINCT row(\"Fixed\", db, source, s, t, \"to\", s_to, t_to, db_new)::text FROM t"))
                    .isEqualTo("(\"it's \\\\ é\"," + databases + ",source,public,t,destination,public,t," + databases
                            + ")");
            assertThat(one("SELECT bool_and(db_to = current_database()) FROM t"))
                    .isEqualTo("t");
            DATABASES.assertSame("t", "(SELECT id, v FROM t)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeOfTheLastChange(Way way) throws Exception {
        try (Followed followed = Followed.ruled(
                DATABASES,
                jobs.folder(),
                List.of(MOMENT, MARKED),
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT i, 'copied' FROM generate_series(1, 100) i")) {
            assertThat(one("SELECT count(*) FROM t WHERE at BETWEEN extract(epoch FROM now() - '1 h'::interval) * 1000"
                            + " AND extract(epoch FROM now() + '1 h'::interval) * 1000"))
                    .isEqualTo("100");
            DATABASES.destination().execute("UPDATE t SET at = 0");

            followed.follow(
                    way,
                    "UPDATE t SET v = 'new' WHERE id <= 60",
                    "DELETE FROM t WHERE id = 100",
                    "INSERT INTO t VALUES (101, 'came')");

            assertThat(one("SELECT string_agg(DISTINCT v || n || _deleted || (at > 1e12), ' ') FROM t WHERE at > 0"))
                    .isEqualTo("came7falsetrue copied7truetrue new7falsetrue");
            assertThat(one("SELECT count(*) FROM t WHERE at = 0")).isEqualTo("39");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithoutAKey(Way way) throws Exception {
        try (Followed followed = Followed.ruled(
                DATABASES,
                jobs.folder(),
                List.of(MOMENT),
                "CREATE TABLE t (a int, v text)",
                "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (2, NULL)")) {
            followed.follow(
                    way,
                    "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)",
                    "UPDATE t SET v = 'y' WHERE a = 2",
                    "INSERT INTO t VALUES (3, 'z')");

            assertThat(followed.catchUpAndCountMissedRows()).isZero();
            DATABASES.assertSame("t", "(SELECT a, v FROM t WHERE n = '7' AND at > 0)");
        }
    }

    /** Values go in by the input functions of a table that is there already. */
    @ParameterizedTest
    @EnumSource
    void columnsOfOtherTypes(Way way) throws Exception {
        DATABASES.destination().execute("CREATE TABLE t (n int NOT NULL, id int PRIMARY KEY, at numeric)");
        try (Followed followed = Followed.ruled(
                DATABASES,
                jobs.folder(),
                List.of(MOMENT),
                "CREATE TABLE t (id int PRIMARY KEY)",
                "INSERT INTO t VALUES (1)")) {
            followed.follow(way, "INSERT INTO t SELECT generate_series(2, 100)");

            assertThat(one("SELECT count(*) FROM t WHERE n = 7 AND at > 1e12")).isEqualTo("100");
        }
    }

    /** The rule's column stays what it is, whatever the source does with one of that name. */
    @Test
    void theSourceGetsAColumnOfThatNameAndLosesIt() throws Exception {
        RealtimeJob job = RealtimeJobs.ruled(
                "ddl",
                "t",
                "other",
                MOMENT,
                "HandleDml: {\"dmlPolicies\": [{\"dmlType\": \"Update\", \"dmlAction\": \"Normal\"}]}");
        DATABASES.source().execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t ADD n int NOT NULL DEFAULT 5, ADD w text",
                        "INSERT INTO t VALUES (2, 'b', 6, 'w')",
                        "UPDATE t SET n = 8, v = 'c' WHERE id = 1");
        jobs.catchUp(job);
        assertThat(one("SELECT string_agg(concat_ws(',', id, v, w, n), ' ' ORDER BY id) FROM t"))
                .isEqualTo("1,c,7 2,b,w,7");

        DATABASES.source().execute("ALTER TABLE t DROP n", "INSERT INTO t VALUES (3, 'd', 'x')");
        jobs.catchUp(job);
        assertThat(one("SELECT string_agg(concat_ws(',', id, v, w, n), ' ' ORDER BY id) FROM t"))
                .isEqualTo("1,c,7 2,b,w,7 3,d,x,7");
    }
}
