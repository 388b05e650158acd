package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.change.Lsn;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real-time job that prints its changes as messages. */
final class RealtimeStreamTest {
    @TempDir
    private Path folder;

    private LiveCopy live;

    @BeforeEach
    void open() throws SQLException {
        live = new LiveCopy(folder);
        live.tables(1, 3);
        live.workspace().write("jobs/live.json", """
                {"Name": "live", "JobType": "SingleTableRealtimeMigration", "MigrationType": "FullAndRealtimeIncremental",
                 "SourceDataSourceSettings": [{"DataSourceName": "source"}], "DestinationDataSourceType": "stream",
                 "TableMappings": [{"SourceObjectSelectionRules": [
                     {"ObjectType": "Schema", "Action": "Include", "ExpressionType": "Exact", "Expression": "public"},
                     {"ObjectType": "Table", "Action": "Include", "ExpressionType": "Exact", "Expression": "t1"}]}]}
                """);
    }

    @AfterEach
    void close() throws SQLException {
        live.close();
    }

    /** Runs until it has caught up; returns the payloads but for heartbeats. */
    private List<JsonNode> run() {
        Outcome outcome = live.catchUp("--no-progress");
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
        return outcome.out()
                .lines()
                .map(RealtimeStreamTest::message)
                .map(message -> message.get("payload"))
                .filter(payload -> !payload.get("op").asText().equals("MHEARTBEAT"))
                .toList();
    }

    private static JsonNode message(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }

    @Test
    void printsTheFirstCopyAndThenEveryChangeOnce() throws SQLException {
        List<JsonNode> copy = run();
        assertThat(copy).hasSize(3).allSatisfy(payload -> {
            assertThat(payload.get("op").asText()).isEqualTo("INSERT");
            assertThat(payload.get("snapshot").asBoolean()).isTrue();
        });
        assertThat(copy)
                .extracting(payload -> payload.at("/after/dataColumn/id").asInt())
                .containsExactlyInAnyOrder(1, 2, 3);

        live.source().execute("update t1 set v = 'x' where id = 2", "delete from t1 where id = 3");
        List<JsonNode> changes = run();
        assertThat(changes).extracting(payload -> payload.get("op").asText()).containsExactly("UPDATE", "DELETE");
        assertThat(changes).allSatisfy(payload -> {
            assertThat(Lsn.parse(payload.get("position").asText())).isGreaterThan(Lsn.NONE);
            assertThat(Instant.parse(payload.get("commitTime").asText()))
                    .isBefore(Instant.now().plusSeconds(60));
        });
        assertThat(run()).isEmpty();
    }

    @Test
    void keepsItsProgressInTheWorkspace() throws SQLException {
        run();
        live.source().execute("insert into t1 values (4, null)");

        assertThat(live.sluice("status").out()).contains("has everything before ", "di_slot_live, idle");
        Outcome drop = live.sluice("drop");
        assertThat(drop.out())
                .contains("Removed at the source: the replication slot di_slot_live")
                .contains("Removed at the destination: the progress in the workspace");
        assertThat(run())
                .extracting(payload -> payload.at("/after/dataColumn/id").asInt())
                .containsExactlyInAnyOrder(1, 2, 3, 4);
    }
}
