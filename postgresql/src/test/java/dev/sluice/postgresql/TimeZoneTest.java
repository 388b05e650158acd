package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunStatus;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A time without zone is understood in the job's zone, wherever the machine and the servers are. */
final class TimeZoneTest {
    @ParameterizedTest
    @CsvSource({
        "UTC, 2024-07-01 12:00:00+00",
        "GMT+8, 2024-07-01 04:00:00+00",
        "Asia/Shanghai, 2024-07-01 04:00:00+00",
        "-03:30, 2024-07-01 15:30:00+00",
        "Europe/Berlin, 2024-07-01 10:00:00+00",
    })
    void aTimeWithoutZoneBecomesOneWith(String zone, String expected) throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase();
                TestDatabase destination = TestingPostgres.shared().newDatabase()) {
            source.execute("CREATE TABLE t (v timestamp)", "INSERT INTO t VALUES ('2024-07-01 12:00:00')");
            destination.execute("CREATE TABLE t (v timestamptz)");

            assertThat(new TestJob(source, destination)
                            .table("t")
                            .timeZone(zone)
                            .run()
                            .status())
                    .isEqualTo(RunStatus.SUCCEEDED);

            assertThat(destination.value("SELECT v = '" + expected + "' FROM t"))
                    .isEqualTo("t");
        }
    }
}
