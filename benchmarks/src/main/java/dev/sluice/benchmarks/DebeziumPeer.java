package dev.sluice.benchmarks;

import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The usual way of a change stream in Java: Debezium's engine on one side, batches of upserts by JDBC on the other, each
 * batch of the engine in one transaction. Runs until it is ended.
 */
public final class DebeziumPeer {
    private final Connection destination;
    private final Map<String, UpsertedTable> tables = new HashMap<>();

    private DebeziumPeer(Connection destination) {
        this.destination = destination;
    }

    /** Arguments: port and database of the source, publication, slot, and the JDBC URL of the destination. */
    public static void main(String[] arguments) throws SQLException, IOException {
        String url = arguments[4] + "&reWriteBatchedInserts=true&stringtype=unspecified";
        try (Connection destination = DriverManager.getConnection(url)) {
            destination.setAutoCommit(false);
            DebeziumPeer peer = new DebeziumPeer(destination);
            // It closes itself when it ends, and refuses to be closed again.
            DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                    .using(properties(arguments))
                    .notifying(peer::write)
                    .using(DebeziumPeer::ended)
                    .build()
                    .run();
        }
    }

    private static void ended(boolean success, String message, @Nullable Throwable failure) {
        if (!success) {
            throw new IllegalStateException(message, failure);
        }
    }

    private static Properties properties(String[] arguments) {
        Properties properties = new Properties();
        Map.ofEntries(
                        Map.entry("name", "peer"),
                        Map.entry("connector.class", PostgresConnector.class.getName()),
                        Map.entry("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore"),
                        Map.entry("topic.prefix", "peer"),
                        Map.entry("database.hostname", "127.0.0.1"),
                        Map.entry("database.port", arguments[0]),
                        Map.entry("database.user", "postgres"),
                        Map.entry("database.password", "none"),
                        Map.entry("database.dbname", arguments[1]),
                        Map.entry("plugin.name", "pgoutput"),
                        Map.entry("publication.name", arguments[2]),
                        Map.entry("publication.autocreate.mode", "disabled"),
                        Map.entry("slot.name", arguments[3]),
                        Map.entry("snapshot.mode", "no_data"),
                        Map.entry("tombstones.on.delete", "false"),
                        Map.entry("time.precision.mode", "isostring"),
                        Map.entry("max.batch.size", "8192"),
                        Map.entry("max.queue.size", "32768"))
                .forEach(properties::setProperty);
        return properties;
    }

    private void write(
            List<RecordChangeEvent<SourceRecord>> events, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        try {
            for (RecordChangeEvent<SourceRecord> event : events) {
                add(event.record());
                committer.markProcessed(event);
            }
            for (UpsertedTable table : tables.values()) {
                table.flush(destination);
            }
            destination.commit();
            committer.markBatchFinished();
        } catch (SQLException e) {
            throw new IllegalStateException("The destination refused a batch", e);
        }
    }

    /** Other events, such as those of a transaction's ends, have no row. */
    private void add(SourceRecord event) {
        if (event.value() instanceof Struct change && change.schema().field("op") != null) {
            String name = change.getStruct("source").getString("table");
            tables.computeIfAbsent(name, UpsertedTable::new).add(event.key(), change);
        }
    }
}
