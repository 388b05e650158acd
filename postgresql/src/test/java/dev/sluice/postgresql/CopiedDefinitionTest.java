package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.TableSnapshot;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rows that a copy shows of a table, and the definition that is kept with them, are of one moment. */
final class CopiedDefinitionTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final RealtimeJob JOB = RealtimeJobs.job("copied", "t");
    private static final TableName TABLE = new TableName("public", "t");

    @RegisterExtension
    final RealtimeJobs jobs = new RealtimeJobs(DATABASES);

    @BeforeEach
    void makePartitions() throws SQLException {
        DATABASES
                .source()
                .execute(
                        "CREATE TABLE t (day date NOT NULL, id int NOT NULL) PARTITION BY RANGE (day)",
                        "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
    }

    /** Else nobody would see later that the rows of the partition are in no copy. */
    @Test
    void doesNotHaveAPartitionThatWasAttachedBehindTheSnapshot() throws SQLException {
        Since.assume(Since.ATTACHES_BESIDE_READERS);
        try (ChangeSource source = jobs.source(JOB);
                TableSnapshot snapshot = source.snapshot(source.tables(), nobody -> {})) {
            String before = source.definition(TABLE).text();
            DATABASES
                    .source()
                    .execute(
                            "CREATE TABLE t_2 (day date NOT NULL, id int NOT NULL)",
                            "INSERT INTO t_2 VALUES ('2026-02-02', 2)",
                            "ALTER TABLE t ATTACH PARTITION t_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");

            assertThat(partitions(source.definition(TABLE).text())).isEqualTo("2");
            assertThat(snapshot.definition(TABLE).text()).isEqualTo(before);
            assertThat(partitions(before)).isEqualTo("1");
        }
    }

    private static @Nullable String partitions(String definition) throws SQLException {
        return DATABASES.source().value("SELECT json_array_length(CAST(? AS json) -> 'parts')", definition);
    }
}
