package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks through job files, also faulty ones, for those that name a data source. One that comes out of a variable is not seen. */
record JobSearch(String dataSource) {
    /** The keys that name one in batch and real-time jobs. */
    private static final Set<String> KEYS = Set.of("datasource", "DataSourceName");

    private static final Resolver NO_VARIABLES = reference -> Resolution.KEPT;

    /** Returns the files below a folder, which need not be there, sorted. */
    List<Path> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(JobSearch::isJob).filter(this::uses).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            String message = "The folder " + folder + " cannot be read.";
            throw new SyncException(ErrorCode.FILE_INVALID, message, "Check that you may read it.", e);
        }
    }

    private static boolean isJob(Path file) {
        String name = file.toString();
        return (name.endsWith(".json") || name.endsWith(".jsonc")) && Files.isRegularFile(file);
    }

    private boolean uses(Path file) {
        try {
            JobText text = JobText.of(file);
            Optional<Node.ObjectNode> root = Document.of(text, NO_VARIABLES).root();
            return root.isPresent() ? uses(root.get()) : text.text().contains("\"" + dataSource + "\"");
        } catch (SyncException e) {
            // What no run can read uses nothing.
            return false;
        }
    }

    private boolean uses(Node node) {
        if (node instanceof Node.ListNode list) {
            return list.elements().stream().anyMatch(this::uses);
        }
        return node instanceof Node.ObjectNode object
                && object.members().entrySet().stream()
                        .anyMatch(member ->
                                names(member.getKey(), member.getValue().value())
                                        || uses(member.getValue().value()));
    }

    private boolean names(String key, Node value) {
        return KEYS.contains(key)
                && value instanceof Node.ScalarNode scalar
                && scalar.text().strip().equals(dataSource);
    }
}
