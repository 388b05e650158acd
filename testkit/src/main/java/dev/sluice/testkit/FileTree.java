package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Directories as a whole, such as those of a server's data. */
public final class FileTree {
    private FileTree() {}

    /**
     * Copies a directory that may change meanwhile, and keeps its modes: a server refuses data that others may read.
     *
     * @param emptied names at the top; a directory of such a name is copied empty, a file not at all
     */
    static void copy(Path from, Path to, Set<String> emptied) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                var mode = PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(directory));
                Files.createDirectory(to.resolve(from.relativize(directory)), mode);
                return isEmptied(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isEmptied(file)) {
                    copyFile(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return ignoreIfGone(failure);
            }

            private boolean isEmptied(Path path) {
                return from.equals(path.getParent())
                        && emptied.contains(path.getFileName().toString());
            }
        });
    }

    private static FileVisitResult ignoreIfGone(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    private static void copyFile(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            // Removed by the running server; replaying its WAL removes it from the copy too.
            Files.deleteIfExists(to);
        }
    }

    /** Deletes a directory with all that is in it; one that is not there is fine. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
