package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.RowFormat;
import dev.sluice.testkit.TestingPostgres;
import dev.sluice.testkit.TypeSamples;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of dirty rows holds every value in full: written back, it is the value that was refused. */
final class DirtyTypesTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    static Stream<Arguments> ways() {
        return Stream.of(RowFormat.values())
                .flatMap(format -> Stream.of(WriteMode.values()).map(mode -> Arguments.of(format, mode)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void canBeWrittenBack(RowFormat format, WriteMode mode) throws SQLException {
        SampleTables tables = new SampleTables(databases, TypeSamples.all(TestingPostgres.DEFAULT_VERSION)).create();
        List<String> columns = tables.columns(format);
        TestJob job = tables.job(columns).mode(mode).bearAll();
        databases.destination().execute("ALTER TABLE samples ADD CONSTRAINT refused CHECK (id < 0)");

        databases.succeed(job);

        assertThat(job.plan().format()).isEqualTo(format);
        assertThat(databases.count("samples")).isZero();
        assertThat(job.dirtyRows()).isNotEmpty().extracting(DirtyRow::sqlState).containsOnly("23514");
        databases.destination().execute("ALTER TABLE samples DROP CONSTRAINT refused");
        writeBack(job.dirtyRows());
        assertThat(tables.differences(columns)).isEmpty();
    }

    /** The values go as parameters without a type, so that each column's input function reads them. */
    private static void writeBack(List<DirtyRow> rows) throws SQLException {
        List<String> columns = List.copyOf(rows.get(0).values().keySet());
        String insert = columns.stream()
                .map(Quoting::identifier)
                .collect(Collectors.joining(
                        ", ", "INSERT INTO samples (", ") VALUES (?" + ", ?".repeat(columns.size() - 1) + ")"));
        try (Connection destination = databases.destination().connect();
                PreparedStatement statement = destination.prepareStatement(insert)) {
            for (DirtyRow row : rows) {
                for (int i = 0; i < columns.size(); i++) {
                    statement.setObject(i + 1, row.values().get(columns.get(i)), Types.OTHER);
                }
                statement.executeUpdate();
            }
        }
    }
}
