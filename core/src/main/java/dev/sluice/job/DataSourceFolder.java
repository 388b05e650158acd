package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The folder of the data source files. Since files are looked up by the names that are there, and names for new ones are
 * checked, no name leads out of the folder.
 *
 * @param path where it is; it need not be there
 */
record DataSourceFolder(Path path) {
    private static final List<String> ENDINGS = List.of(".json", ".jsonc");

    /** In bytes; many file systems take 255, with the ending, also that of a file that is being written. */
    private static final int LONGEST_NAME = 200;

    /** What no file name can hold somewhere, what hides a file, and what shells and people trip over at the ends. */
    private static final Pattern UNFIT = Pattern.compile("[/\\\\:*?\"<>|\\p{Cntrl}]|^[.\\-\\s]|[.\\s]$");

    /** Returns the files by the names of their data sources, sorted. */
    Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        if (!Files.isDirectory(path)) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.{json,jsonc}")) {
            for (Path file : found) {
                Path twin = files.put(new JobText(file.toString(), "").stem(), file);
                if (twin != null) {
                    throw new SyncException(
                            ErrorCode.FILE_INVALID,
                            "Two files describe one data source: " + twin + " and " + file + ".",
                            "Keep one of them.",
                            null);
                }
            }
            return files;
        } catch (IOException | DirectoryIteratorException e) {
            String message = "The folder " + path + " cannot be read.";
            throw new SyncException(ErrorCode.FILE_INVALID, message, "Check that you may read it.", e);
        }
    }

    /** Returns the file of a data source that has one. */
    Path file(String name) {
        Map<String, Path> files = files();
        return Optional.ofNullable(files.get(name))
                .orElseThrow(() -> new SyncException(
                        ErrorCode.FILE_INVALID,
                        "There is no data source \"" + Shown.text(name) + "\" in " + path + "; "
                                + (files.isEmpty() ? "there are none" : Nearest.suggestion(name, files.keySet())),
                        "Make it with sluice datasource add, or correct the name.",
                        null));
    }

    /** Returns the file that a data source has or would have. */
    Path place(String name) {
        Path file = files().get(name);
        if (file != null) {
            return file;
        }
        requireFit(name);
        return path.resolve(name + ENDINGS.get(0));
    }

    private static void requireFit(String name) {
        String why = unfit(name);
        if (!why.isEmpty()) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "\"" + Shown.text(name) + "\" cannot be the name of a data source: " + why,
                    "Use letters, digits, - and _, such as shop-prod",
                    null);
        }
    }

    private static String unfit(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            return "it has more than " + LONGEST_NAME + " bytes, of which a letter outside ASCII takes two to four";
        }
        if (ENDINGS.stream().anyMatch(name::endsWith)) {
            return "it goes without the ending of its file";
        }
        return UNFIT.matcher(name).find()
                ? "it is the name of a file as well, so it has no / \\ : * ? \" < > | in it, begins with no dot, hyphen"
                        + " or space and ends with no dot or space"
                : "";
    }

    /** Writes a file as a whole, for its owner alone. */
    void save(String name, String text) {
        Path file = place(name);
        try {
            Files.createDirectories(path);
            PrivateFile.replace(file, text);
        } catch (IOException e) {
            throw notWritable(file, "written", e);
        }
    }

    /** Deletes the file of a data source that has one. */
    void delete(String name) {
        Path file = file(name);
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw notWritable(file, "deleted", e);
        }
    }

    private static SyncException notWritable(Path file, String what, IOException e) {
        return new SyncException(
                ErrorCode.FILE_NOT_WRITABLE,
                file + " cannot be " + what + ": " + e.getMessage(),
                "Let the user who runs this write to that folder",
                e);
    }
}
