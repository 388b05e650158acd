package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreeTest {
    @TempDir
    private Path directory;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(directory.resolve("tree"));
        Files.createDirectories(tree.resolve("a/slots"));
        Files.createDirectories(tree.resolve("slots/s1"));
        Files.writeString(tree.resolve("a/file"), "text");
        Files.writeString(tree.resolve("lock"), "1");
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(tree.resolve("a/file"), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void copiesAllButTheEmptiedNames() throws Exception {
        Path copy = directory.resolve("copy");

        FileTree.copy(tree, copy, Set.of("slots", "lock"));

        assertThat(copy.resolve("a/file")).hasContent("text");
        assertThat(copy.resolve("a/slots")).isDirectory();
        assertThat(copy.resolve("slots")).isEmptyDirectory();
        assertThat(copy.resolve("lock")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(copy.resolve("a/file")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void doesNotCopyOverWhatIsThere() {
        assertThatThrownBy(() -> FileTree.copy(tree, tree, Set.of())).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void deletesAllOrNothing() throws Exception {
        FileTree.delete(tree);
        FileTree.delete(tree);

        assertThat(tree).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }
}
