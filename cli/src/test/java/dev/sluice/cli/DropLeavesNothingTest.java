package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After {@code sluice drop} the catalogues of both servers are what they were before the job's first run. */
final class DropLeavesNothingTest {
    @TempDir
    private Path folder;

    private TestingPostgres server;
    private LiveCopy live;

    @BeforeEach
    void open() throws SQLException {
        server = TestingPostgres.builder()
                .config("wal_level", "logical")
                .config("autovacuum", "off")
                .build();
        live = new LiveCopy(folder, server, server);
        live.tables(2, 1000);
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
        server.close();
    }

    private void run() {
        Outcome outcome = live.catchUp();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
    }

    @Test
    void neitherHereNorThere() throws SQLException {
        Map<String, Set<String>> source = CatalogueOf.database(live.source());
        Map<String, Set<String>> destination = CatalogueOf.database(live.destination());

        run();
        live.source().execute("update t1 set v = 'changed'", "delete from t2 where id > 100", "vacuum t1");
        run();
        assertThat(CatalogueOf.database(live.source())).isNotEqualTo(source);
        assertThat(CatalogueOf.database(live.destination())).isNotEqualTo(destination);
        assertThat(live.sluice("drop").exitCode()).isEqualTo(0);

        assertThat(CatalogueOf.database(live.source())).isEqualTo(source);
        assertThat(CatalogueOf.database(live.destination())).isEqualTo(destination);
    }

    @Test
    void butTheTablesThatItWasToMake() throws SQLException {
        live.destination().execute("drop table t2");
        Map<String, Set<String>> source = CatalogueOf.database(live.source());
        Map<String, Set<String>> destination = CatalogueOf.database(live.destination());

        run();
        assertThat(live.sluice("drop").exitCode()).isEqualTo(0);

        live.assertEqual(2);
        live.destination().execute("drop table t2");
        assertThat(CatalogueOf.database(live.source())).isEqualTo(source);
        assertThat(CatalogueOf.database(live.destination())).isEqualTo(destination);
    }
}
