package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ObstaclesTest {
    @Test
    void areWhoeverHoldsALockThatIsWaitedFor() throws Exception {
        try (TestDatabase database = TestingPostgres.shared().newDatabase();
                Sessions sessions = new Sessions(TestEndpoint.of(database).server(ZoneOffset.UTC), Side.DESTINATION);
                Connection other = database.connect();
                Statement holder = other.createStatement()) {
            database.execute("CREATE TABLE t (id int)");
            PgSession waiting = sessions.open();
            assertThat(sessions.obstacles()).isEmpty();
            other.setAutoCommit(false);
            holder.execute("LOCK TABLE t IN ACCESS SHARE MODE");
            FutureTask<Long> emptying = new FutureTask<>(() -> waiting.update("TRUNCATE t"));
            new Thread(emptying).start();

            List<String> obstacles = sessions.obstacles();
            while (obstacles.isEmpty()) {
                obstacles = sessions.obstacles();
            }
            other.rollback();
            emptying.get();

            assertThat(obstacles).singleElement().asString().contains("process " + waiting.process(), "user postgres");
            assertThat(sessions.obstacles()).isEmpty();
        }
    }
}
