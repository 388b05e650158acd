package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchTransferTest {
    private TestDatabase source;
    private TestDatabase destination;

    @BeforeEach
    void open() throws SQLException {
        source = TestingPostgres.shared().newDatabase();
        destination = TestingPostgres.shared().newDatabase();
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    @ParameterizedTest
    @CsvSource({"1, COPY", "1, INSERT", "4, COPY", "4, INSERT"})
    void movesEveryRow(int channels, WriteMode mode) throws Exception {
        String table = "CREATE TABLE accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84))";
        source.execute(
                table,
                "INSERT INTO accounts SELECT i, i % 10, i * 7, 'row ' || i FROM generate_series(1, 50000) i",
                "ANALYZE accounts");
        destination.execute(table);

        TestJob job = new TestJob(source, destination)
                .table("accounts")
                .channels(channels)
                .mode(mode);
        RunReport report = job.run();

        assertThat(report.error()).isEmpty();
        assertThat(report.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(report.counts().recordsWritten()).isEqualTo(50000);
        assertThat(job.plan().format()).isEqualTo(RowFormat.BINARY);
        String sum = "SELECT count(*) || ' ' || sum(hashtext(a::text)) FROM accounts a";
        assertThat(destination.value(sum)).isEqualTo(source.value(sum));
    }
}
