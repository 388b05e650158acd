package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/** What initdb makes for one version, kept for the next start: to copy it takes a tenth of the time. */
record DataTemplate(Path path) {
    private static final Set<String> LOCK_FILE = Set.of("epg-lock");

    /** Makes a data directory from the template; does nothing while there is no template. */
    void restoreTo(Path data) throws IOException {
        if (Files.isDirectory(path)) {
            FileTree.copy(path, data, Set.of());
        }
    }

    /** Keeps a fresh data directory as the template, unless there is one. */
    void keep(Path data) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        Path workplace = Files.createTempDirectory(path.getParent(), "data-");
        FileTree.copy(data, workplace.resolve("data"), LOCK_FILE);
        try {
            Files.move(workplace.resolve("data"), path, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster; its copy is as good.
            if (!Files.exists(path)) {
                throw e;
            }
        } finally {
            FileTree.delete(workplace);
        }
    }
}
