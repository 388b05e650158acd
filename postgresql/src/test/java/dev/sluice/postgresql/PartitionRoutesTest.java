package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ChangedTable;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.PartitionRoutes.Emptied;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the changes of relations go that a stream describes, which the catalogue may be ahead of. */
final class PartitionRoutesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("routes", "t|chosen.*");
    private static final TableName TABLE = new TableName("public", "t");
    private static final TableName PARTITION = new TableName("public", "t_1");

    private Connection connection;
    private PartitionRoutes routes;

    @BeforeEach
    void makePartitions() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (day date NOT NULL, id int) PARTITION BY RANGE (day)",
                        "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                        "CREATE TABLE other (day date NOT NULL, id int) PARTITION BY LIST (id)",
                        "CREATE TABLE other_1 PARTITION OF other FOR VALUES IN (1)");
        connection = DATABASES.source().connect();
        routes = new PartitionRoutes(new PgSession(connection, Side.SOURCE), JOB, KnownTables.NONE);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static long oid(String table) throws SQLException {
        return Long.parseLong(
                Objects.requireNonNull(DATABASES.source().value("SELECT '" + table + "'::regclass::oid")));
    }

    private TableName of(String table) throws SQLException {
        return routes.of(oid(table), new TableName("public", table));
    }

    @Test
    void ofAPartitionThatIsDroppedGoOnToBelongToTheTableThatTheStreamKnowsItBy() throws SQLException {
        long oid = oid("t_1");
        assertThat(routes.of(oid, PARTITION)).isEqualTo(TABLE);
        DATABASES.source().execute("DROP TABLE t_1");

        assertThat(routes.of(oid, PARTITION)).isEqualTo(TABLE);
        Emptied emptied =
                routes.emptied(List.of(new ChangedTable(oid, TABLE, ChangedTable.Identity.DEFAULT, List.of())), false);
        assertThat(emptied.truncations()).isEmpty();
        assertThat(emptied.left()).containsExactly(TABLE);
        assertThat(routes.of(oid, PARTITION)).isEqualTo(TABLE);
    }

    @Test
    void ofPartitionsThatCameLaterBelongToTheTableAboveThem() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')"
                                + " PARTITION BY LIST (id)",
                        "CREATE TABLE t_2_1 PARTITION OF t_2 FOR VALUES IN (1)");

        assertThat(of("t_2_1")).isEqualTo(TABLE);
    }

    /** The name of one that is not chosen is its own, and the next time it is looked at again. */
    @Test
    void ofATableThatIsAttachedBelongToTheTableAboveItFromThenOn() throws SQLException {
        DATABASES.source().execute("CREATE TABLE t_2 (day date NOT NULL, id int)");
        assertThat(of("t_2")).isEqualTo(new TableName("public", "t_2"));

        DATABASES
                .source()
                .execute("ALTER TABLE t ATTACH PARTITION t_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");

        assertThat(of("t_2")).isEqualTo(TABLE);
    }

    @Test
    void ofATableThatGotTheNameOfAnotherBelongToNobody() throws SQLException {
        KnownTables known = new KnownTables(Map.of(), Map.of(oid("t"), TABLE), Map.of());
        DATABASES
                .source()
                .execute(
                        "ALTER TABLE t RENAME TO t_old",
                        "CREATE TABLE t (day date NOT NULL, id int) PARTITION BY LIST (id)",
                        "CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2)");
        routes = new PartitionRoutes(new PgSession(connection, Side.SOURCE), JOB, known);

        assertThat(of("t_1")).isEqualTo(TABLE);
        assertThat(of("t")).isEqualTo(new TableName("", "t"));
        assertThat(of("t_2")).isEqualTo(new TableName("", "t_2"));
        assertThat(of("t_2")).isEqualTo(new TableName("", "t_2"));
    }

    @Test
    void ofWhatNobodyChoosesKeepTheirNames() throws SQLException {
        assertThat(of("other_1")).isEqualTo(new TableName("public", "other_1"));
        assertThat(routes.of(1, new TableName("public", "gone"))).isEqualTo(new TableName("public", "gone"));
        DATABASES.source().execute("ALTER TABLE other RENAME TO chosen");

        assertThat(of("other_1")).isEqualTo(new TableName("public", "chosen"));
    }
}
