package dev.sluice.testkit;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Settings of a {@link TestingPostgres} to be started. Not thread-safe. */
public final class TestingPostgresBuilder {
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> hba = new ArrayList<>();
    private int version = TestingPostgres.DEFAULT_VERSION;
    private OptionalInt port = OptionalInt.empty();
    private Duration startLimit = Duration.ofSeconds(60);

    TestingPostgresBuilder() {}

    /** Chooses the major version; {@link TestingPostgres#availableVersions()} tells which there are. */
    public TestingPostgresBuilder version(int major) {
        version = major;
        return this;
    }

    /** Sets a server parameter, as in postgresql.conf but without quotes round the value. */
    public TestingPostgresBuilder config(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** Adds lines to pg_hba.conf in front of those that let everybody in with a password. */
    public TestingPostgresBuilder hba(String... lines) {
        hba.addAll(List.of(lines));
        return this;
    }

    /** Writes a file into the data directory before the start, readable by the server alone (keys, certificates). */
    public TestingPostgresBuilder file(String name, byte[] content) {
        files.put(name, content.clone());
        return this;
    }

    /** Makes commits survive a crash of the machine, for benchmarks and crash tests. */
    public TestingPostgresBuilder durable() {
        return config("fsync", "on").config("synchronous_commit", "on");
    }

    /** Chooses the port; a free one otherwise. */
    public TestingPostgresBuilder port(int wanted) {
        port = OptionalInt.of(wanted);
        return this;
    }

    /** Sets how long the server may take to start; one minute otherwise. A server that cannot start takes it all. */
    public TestingPostgresBuilder startLimit(Duration limit) {
        startLimit = limit;
        return this;
    }

    /**
     * Starts the server and waits until it takes connections.
     *
     * @throws SyncException if the version is not there, the port is taken or the server does not start; its log is in the
     *     message
     */
    public TestingPostgres build() {
        PostgresBinaries.find().resolver(version);
        try {
            return TestingPostgres.start(new ServerSettings(version, parameters, hba, files, startLimit), reserve());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerDirectory reserve() throws IOException {
        if (port.isEmpty()) {
            return ServerDirectory.reserve();
        }
        return ServerDirectory.reserve(port.getAsInt())
                .orElseThrow(() -> new SyncException(
                        ErrorCode.PREFLIGHT_FAILED,
                        "Port " + port.getAsInt() + " is taken",
                        "Choose another port, or end the server that has it",
                        null));
    }
}
