package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The folder of one server: data, log, and who owns it. Its name is the server's port, so making the folder reserves
 * the port among all processes of this user.
 */
record ServerDirectory(Path path, int port) {
    // Below the range that Linux gives to outgoing connections: else one of those could sit on the port of a server
    // that is about to restart.
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int TRIES = 100;

    /** Returns the folder of all servers of this user. */
    static Path root() {
        return Path.of(System.getProperty("java.io.tmpdir"), "sluice-postgres-" + System.getProperty("user.name"));
    }

    /** Reserves a port and its folder, after removing what processes that died by force have left. */
    static ServerDirectory reserve() throws IOException {
        Files.createDirectories(root());
        removeOrphans();
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            Optional<ServerDirectory> reserved = reserve(port);
            if (reserved.isPresent()) {
                return reserved.get();
            }
        }
        throw new IOException("no free port between " + FIRST_PORT + " and " + LAST_PORT);
    }

    /** Reserves one port; empty if anybody has it. */
    static Optional<ServerDirectory> reserve(int port) throws IOException {
        if (!isFree(port)) {
            return Optional.empty();
        }
        Path path = root().resolve(Integer.toString(port));
        try {
            Files.createDirectories(root());
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        Files.writeString(path.resolve("owner"), identity(ProcessHandle.current()));
        return Optional.of(new ServerDirectory(path, port));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    Path data() {
        return path.resolve("data");
    }

    Path log() {
        return path.resolve("server.log");
    }

    Path passwordFile() {
        return path.resolve("password");
    }

    /** Ends what still runs on the data and removes everything. */
    void remove() throws IOException {
        Optional<Postmaster> postmaster = Postmaster.of(data());
        if (postmaster.isPresent()) {
            postmaster.get().kill();
            postmaster.get().releaseSharedMemory();
        }
        FileTree.delete(path);
    }

    private static void removeOrphans() throws IOException {
        try (Stream<Path> directories = Files.list(root())) {
            for (Path directory : (Iterable<Path>) directories.filter(ServerDirectory::isOrphan)::iterator) {
                int port = Integer.parseInt(directory.getFileName().toString());
                new ServerDirectory(directory, port).remove();
            }
        }
    }

    private static boolean isOrphan(Path directory) {
        try {
            String owner = Files.readString(directory.resolve("owner"));
            long pid = Long.parseLong(owner.substring(0, owner.indexOf(' ')));
            return ProcessHandle.of(pid)
                    .map(ServerDirectory::identity)
                    .filter(owner::equals)
                    .isEmpty();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process number comes again after a while; together with the start time it does not. */
    private static String identity(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH);
    }
}
