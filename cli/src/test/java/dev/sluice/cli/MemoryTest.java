package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TableChecksum;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything goes through the 256 MB of heap that the start script gives, in a process of its own. */
final class MemoryTest {
    private static TestingPostgres server;

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase destination;

    @BeforeAll
    static void start() {
        server = TestingPostgres.builder().config("max_connections", "200").build();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        source = server.newDatabase();
        destination = server.newDatabase();
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        destination.close();
    }

    static Stream<Arguments> tables() {
        String narrow = "id int PRIMARY KEY, v text";
        String fillNarrow = "SELECT i, 'value ' || i FROM generate_series(1, 1000000) i";
        return Stream.of(
                Arguments.of("many rows", narrow, fillNarrow, 1, "copy"),
                Arguments.of("many rows by insert", narrow, fillNarrow, 2, "insert"),
                Arguments.of("many channels", narrow, fillNarrow, 64, "copy"),
                Arguments.of(
                        "rows of 8 MB",
                        "id int PRIMARY KEY, v text",
                        "SELECT i, repeat(md5(i::text), 262144) FROM generate_series(1, 40) i",
                        4,
                        "copy"),
                Arguments.of(
                        "rows of 8 MB by insert",
                        "id int PRIMARY KEY, v text",
                        "SELECT i, repeat(md5(i::text), 262144) FROM generate_series(1, 40) i",
                        4,
                        "insert"),
                Arguments.of(
                        "as many columns as a table can have",
                        columns("c%d int"),
                        "SELECT " + columns("i + %d") + " FROM generate_series(1, 300) i",
                        2,
                        "copy"));
    }

    private static String columns(String one) {
        return IntStream.rangeClosed(1, 1600).mapToObj(i -> one.formatted(i)).collect(Collectors.joining(", "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void moves(String name, String columns, String rows, int channels, String mode) throws Exception {
        source.execute("CREATE TABLE t (" + columns + ")", "INSERT INTO t " + rows, "ANALYZE t");
        destination.execute("CREATE TABLE t (" + columns + ")");

        Outcome outcome = copy(channels, mode);

        assertThat(outcome.err()).as(name).doesNotContain("OutOfMemory", "OUT_OF_MEMORY");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        try (Connection left = source.connect();
                Connection right = destination.connect()) {
            assertThat(TableChecksum.of(right, "t")).isEqualTo(TableChecksum.of(left, "t"));
        }
    }

    private Outcome copy(int channels, String mode) throws Exception {
        TestWorkspace workspace = new TestWorkspace(folder);
        workspace.dataSource("source", source);
        workspace.dataSource("destination", destination);
        Path job = workspace.write(
                "jobs/copy.json",
                new CopyJob()
                        .writer("\"table\": \"t\", \"column\": [\"*\"], \"writeMode\": \"" + mode + "\"")
                        .setting("\"speed\": {\"concurrent\": " + channels + "}")
                        .toString());
        try (SluiceProcess process =
                SluiceProcess.start(folder, "run", job.toString(), "--workspace", folder.toString())) {
            return process.outcome();
        }
    }
}
