package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.job.ChannelSettings.Conflict;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.AppliedTable.Trait;
import java.sql.Connection;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes as they come from a stream, in text and in binary form, few and many. */
final class SetApplierTest {
    private static final TableName TABLE = new TableName("public", "t");
    private static final String PROGRESS = "SELECT 1";

    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private Connection connection;
    private SetApplier applier;

    @BeforeEach
    void connect() throws Exception {
        DATABASES.destination().execute("CREATE TABLE t (id int PRIMARY KEY, n text, large text)");
        connection = DATABASES.destination().connect();
        PgSession session = new PgSession(connection, Side.DESTINATION);
        ApplyRole role = ApplyRole.take(session);
        Map<TableName, TableName> routes = Map.of(TABLE, TABLE);
        ProgressTable progress = new ProgressTable(session, "job", new Routes(RealtimeJobs.job("job", "t")));
        Redefiner redefiner = new Redefiner(session, new TableMaker(session, List.of()), progress, routes);
        applier = new SetApplier(
                session,
                new AppliedTables(session, role, routes, table -> AppliedRules.NONE, ZoneOffset.UTC),
                redefiner,
                Conflict.REPLACE);
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    /** Applies a change for each row, in which {@code %d} is the row's number. */
    private void apply(int rows, String... changes) throws Exception {
        SampleChanges sample = new SampleChanges(Trait.KEYED);
        for (String change : changes) {
            IntStream.rangeClosed(1, rows).forEach(i -> sample.add(change.replace("%d", String.valueOf(i))));
        }
        applier.apply(sample.batch());
    }

    private static String rows() throws Exception {
        return DATABASES.text(
                "SELECT count(*) || ': ' || coalesce(min(t::text || ' to '), '') || coalesce(max(t::text),"
                        + " '') FROM t");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void takesFieldsInTheirBinaryForm(int rows) throws Exception {
        apply(rows, "I #%d #a\tb\\c #x");
        applier.commit(PROGRESS);
        assertThat(DATABASES.count("t WHERE n = E'a\\tb\\\\c' AND large = 'x'")).isEqualTo(rows);

        apply(rows, "U #%d #b ~");
        applier.commit(PROGRESS);
        assertThat(DATABASES.count("t WHERE n = 'b' AND large = 'x'")).isEqualTo(rows);

        apply(rows, "D #%d");
        applier.commit(PROGRESS);
        assertThat(DATABASES.count("t")).isZero();
        assertThat(applier.missed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void takesBothFormsTogether(int rows) throws Exception {
        apply(rows, "I #%d a\tb #x");
        apply(rows, "U %d #c null");
        applier.commit(PROGRESS);

        assertThat(DATABASES.count("t WHERE n = 'c' AND large IS NULL")).isEqualTo(rows);
    }

    @Test
    void showsNothingBeforeTheCommit() throws Exception {
        apply(300, "I %d a x");
        apply(3, "U %d b y");
        assertThat(rows()).isEqualTo("0: ");

        applier.commit(PROGRESS);
        assertThat(rows()).isEqualTo("300: (1,b,y) to (99,a,x)");
    }

    @Test
    void usesItsStageOftenInOneTransaction() throws Exception {
        apply(200, "I %d a x");
        for (String value : new String[] {"b", "c", "d"}) {
            apply(200, "U %d " + value + " y");
        }
        apply(150, "D %d");
        applier.commit(PROGRESS);
        apply(200, "I %d0000 e z", "D %d0000");
        applier.commit(PROGRESS);

        assertThat(rows()).isEqualTo("50: (151,d,y) to (200,d,y)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void namesAValueThatIsThereAlready(int rows) throws Exception {
        DATABASES.destination().execute("ALTER TABLE t ADD UNIQUE (n)", "INSERT INTO t VALUES (-1, 'a', NULL)");

        assertThatThrownBy(() -> {
                    apply(rows, "I %d a x");
                    applier.commit(PROGRESS);
                })
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("insert of public.t, id = 1")
                .hasMessageContaining("t_n_key");
        connection.close();
        assertThat(rows()).isEqualTo("1: (-1,a,) to (-1,a,)");
    }

    @Test
    void saysThatTheProgressIsGone() throws Exception {
        apply(1, "I %d a x");

        assertThatThrownBy(() -> applier.commit("SELECT 1 / count(*) FROM t WHERE id = 5"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("sluice_progress");
        connection.close();
        assertThat(rows()).isEqualTo("0: ");
    }

    @Test
    void tellsWhatIsMissingAtTheDestination() throws Exception {
        DATABASES.destination().execute("ALTER TABLE t DROP COLUMN n");

        assertThatThrownBy(() -> apply(1, "I %d a x"))
                .isInstanceOfSatisfying(
                        SyncException.class,
                        e -> assertThat(e.hint()).contains("ALTER TABLE \"public\".\"t\" ADD COLUMN \"n\" text"));
    }
}
