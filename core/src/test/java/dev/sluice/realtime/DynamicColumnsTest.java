package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.DdlKind;
import dev.sluice.job.DdlPolicy;
import dev.sluice.job.RealtimeJob;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What dynamicColumnAction makes of the policy for added columns. */
final class DynamicColumnsTest {
    @ParameterizedTest
    @CsvSource({"replay, CRITICAL", "insert, NORMAL", "ignore, IGNORE"})
    void decideAboutAddedColumns(String action, DdlPolicy policy) {
        RealtimeJob job = Jobs.of("DatabaseRealtimeMigration", "FullAndRealtimeIncremental", """
                }], "JobSettings": {"DdlHandlingSettings": [{"Type": "AddColumn", "Action": "Critical"}],
                    "ChannelSettings": {"destinationChannelSettings": {"dynamicColumnAction": "%s"}}}""".formatted(action));

        assertThat(job.settings().ddl().of(DdlKind.ADD_COLUMN)).isEqualTo(policy);
    }
}
