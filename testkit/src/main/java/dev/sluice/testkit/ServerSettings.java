package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server is configured with: parameters, lines in front of pg_hba.conf, and files for the data directory.
 *
 * <p>Parameters go into a file, so that {@code ALTER SYSTEM} overrides them, but for those that the launcher sets on the
 * command line itself, where only the command line overrides.
 */
record ServerSettings(
        int version, Map<String, String> parameters, List<String> hba, Map<String, byte[]> files, Duration startLimit) {
    private static final Set<String> ON_COMMAND_LINE =
            Set.of("fsync", "synchronous_commit", "timezone", "max_connections");
    private static final String FILE = "testkit.conf";

    // A commit that does not wait for the disk is sent to those who follow when the log is written: else after 200 ms.
    // No socket file and no shared memory file outside the data directory: a killed server leaves nothing behind.
    private static final Map<String, String> ALWAYS = Map.of(
            "wal_writer_delay", "5ms",
            "unix_socket_directories", "",
            "dynamic_shared_memory_type", "mmap",
            "password_encryption", "scram-sha-256",
            "log_line_prefix", "%m [%p] %u@%d ");

    ServerSettings {
        parameters = Map.copyOf(parameters);
        hba = List.copyOf(hba);
        files = Map.copyOf(files);
    }

    /** Returns the parameters for the command line, quoted for the shell that the launcher runs. */
    Map<String, String> commandLine() {
        return parameters.entrySet().stream()
                .filter(entry -> ON_COMMAND_LINE.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> shellQuoted(entry.getValue())));
    }

    private static String shellQuoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    /** Returns whether a data directory has these settings already. */
    boolean areIn(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    /** Writes the files of a new data directory. */
    void write(Path data) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            writePrivate(data.resolve(file.getKey()), file.getValue());
        }
        Files.write(data.resolve("pg_hba.conf"), hbaLines());
        Files.write(data.resolve(FILE), parameterLines());
        Files.writeString(data.resolve("postgresql.conf"), "\ninclude '" + FILE + "'\n", StandardOpenOption.APPEND);
    }

    /** The server refuses a private key that others may read. */
    private static void writePrivate(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private List<String> parameterLines() {
        Map<String, String> all = new LinkedHashMap<>(ALWAYS);
        all.putAll(parameters);
        return all.entrySet().stream()
                .filter(entry -> !ON_COMMAND_LINE.contains(entry.getKey()))
                .map(entry -> entry.getKey() + " = " + Quoted.literal(entry.getValue()))
                .toList();
    }

    private List<String> hbaLines() {
        // The superuser's password is made by initdb, which knows only md5 before 14.
        String superuserMethod = version < 14 ? "md5" : "scram-sha-256";
        return List.of(
                String.join("\n", hba),
                "host all " + TestingPostgres.USER + " all " + superuserMethod,
                "host replication " + TestingPostgres.USER + " all " + superuserMethod,
                "host all all all scram-sha-256",
                "host replication all all scram-sha-256");
    }
}
