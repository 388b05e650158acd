package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.RealtimeJob;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that a followed table gets and loses by what it belongs to, which the job does not choose. */
final class DdlFromAboveTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    /** What the table {@code t} belongs to, which is {@code m}. */
    private enum Above {
        PARTITIONED(
                "TABLE",
                "CREATE TABLE m (id int NOT NULL, a text, b text) PARTITION BY RANGE (id)",
                "CREATE TABLE t PARTITION OF m FOR VALUES FROM (0) TO (1000)",
                "ALTER TABLE t ADD PRIMARY KEY (id)"),
        PARTITION_OF_ANOTHER(
                "TABLE",
                "CREATE TABLE m (b text, a text, id int NOT NULL) PARTITION BY RANGE (id)",
                "CREATE TABLE between (a text, id int NOT NULL, b text) PARTITION BY RANGE (id)",
                "ALTER TABLE m ATTACH PARTITION between FOR VALUES FROM (0) TO (1000)",
                "CREATE TABLE t PARTITION OF between FOR VALUES FROM (0) TO (500)",
                "ALTER TABLE t ADD PRIMARY KEY (id)"),
        PARENT("TABLE", "CREATE TABLE m (id int, a text, b text)", "CREATE TABLE t (PRIMARY KEY (id)) INHERITS (m)"),
        FOREIGN_PARENT(
                "FOREIGN TABLE",
                "CREATE FOREIGN DATA WRAPPER nothing",
                "CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing",
                "CREATE FOREIGN TABLE m (id int, a text, b text) SERVER nowhere",
                "CREATE TABLE t (PRIMARY KEY (id)) INHERITS (m)"),
        TYPE("TYPE", "CREATE TYPE m AS (id int, a text, b text)", "CREATE TABLE t OF m (PRIMARY KEY (id))"),
        TYPE_OF_PARENT(
                "TYPE",
                "CREATE TYPE m AS (id int, a text, b text)",
                "CREATE TABLE between OF m",
                "CREATE TABLE t (PRIMARY KEY (id)) INHERITS (between)");

        private final String kind;
        private final String statements;

        Above(String kind, String... statements) {
            this.kind = kind;
            this.statements = String.join("; ", statements);
        }

        private void make() throws SQLException {
            DATABASES.source().execute(statements);
            DATABASES
                    .source()
                    .execute("INSERT INTO t (id, a, b) SELECT i, 'a' || i, 'b' || i FROM generate_series(1, 10) i");
        }

        /** Lets the last column go, and another one come that has its name and type. */
        private String[] replace() {
            return new String[] {alter("DROP", ""), alter("ADD", "text")};
        }

        private String alter(String action, String type) {
            return "ALTER " + kind + " m " + action
                    + (kind.equals("TYPE") ? " ATTRIBUTE b " + type + " CASCADE" : " COLUMN b " + type);
        }
    }

    private static RealtimeJob job(String capture) {
        return RealtimeJobs.with("above", "t", """
                {"RuntimeSettings": [{"Name": "sluice.ddl.capture", "Value": "%s"}],
                 "DdlHandlingSettings": [{"Type": "AddColumn", "Action": "Normal"}, {"Type": "DropColumn", "Action": "Normal"},
                     {"Type": "RenameColumn", "Action": "Normal"}, {"Type": "ModifyColumn", "Action": "Normal"}]}
                """.formatted(capture));
    }

    private static void assertSame() throws SQLException {
        DATABASES.assertSame("(SELECT to_jsonb(t) FROM t)");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, PARTITIONED",
        "auto, PARTITION_OF_ANOTHER",
        "auto, PARENT",
        "auto, FOREIGN_PARENT",
        "auto, TYPE",
        "auto, TYPE_OF_PARENT",
        "catalogue, PARTITIONED",
        "catalogue, PARENT",
        "catalogue, TYPE",
    })
    void aColumnGoesAndComesAgain(String capture, Above above) throws SQLException {
        above.make();
        RealtimeJob job = job(capture);
        jobs.catchUp(job);
        DATABASES.source().execute("INSERT INTO t (id, a, b) VALUES (11, 'a', 'b')");
        DATABASES.source().execute(above.replace());
        DATABASES.source().execute("INSERT INTO t (id, a, b) VALUES (12, 'a', 'new')");

        jobs.catchUp(job);

        assertSame();
    }

    /** Of what it was a partition no catalogue tells any more. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "catalogue"})
    void aColumnGoesAndComesAgainBeforeThePartitionIsDetached(String capture) throws SQLException {
        Above.PARTITIONED.make();
        RealtimeJob job = job(capture);
        jobs.catchUp(job);
        DATABASES.source().execute(Above.PARTITIONED.replace());
        DATABASES
                .source()
                .execute("INSERT INTO t (id, a, b) VALUES (12, 'a', 'b')", "ALTER TABLE m DETACH PARTITION t");

        jobs.catchUp(job);

        assertSame();
    }

    @Test
    void aTriggerThatAnEarlierVersionMadeIsMadeAnew() throws SQLException {
        Since.assume(Since.DECODED_MESSAGES);
        Above.PARENT.make();
        RealtimeJob job = job("auto");
        jobs.catchUp(job);
        DATABASES
                .source()
                .execute("CREATE OR REPLACE FUNCTION di_ddl_above() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN END'");
        jobs.catchUp(job);
        DATABASES.source().execute(Above.PARENT.replace());
        DATABASES.source().execute("INSERT INTO t (id, a, b) VALUES (12, 'a', 'new')");

        jobs.catchUp(job);

        assertSame();
        assertThat(DATABASES.source().value("SELECT evtenabled FROM pg_event_trigger WHERE evtname = 'di_ddl_above'"))
                .isEqualTo("A");
    }
}
