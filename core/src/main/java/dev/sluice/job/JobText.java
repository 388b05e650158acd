package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The text of a job file or data source file.
 *
 * @param fileName the name to show in messages
 * @param text the content; a byte order mark at its beginning is dropped
 */
public record JobText(String fileName, String text) {
    /** Drops the byte order mark that some editors leave. */
    public JobText {
        Objects.requireNonNull(fileName);
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * Reads a file, which must be UTF-8.
     *
     * @throws SyncException with FILE_INVALID if the file is not there, cannot be read, is too long or is not UTF-8
     */
    public static JobText of(Path file) {
        try {
            if (Files.size(file) > JsonReader.LONGEST_TEXT) {
                throw unreadable(file, "is too long", "Files of up to 16 MB are read.", null);
            }
            return new JobText(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist", "Check the name and the folder.", e);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "is not UTF-8", "Save the file as UTF-8.", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read", "Check that it is a file that you may read.", e);
        }
    }

    private static SyncException unreadable(Path file, String what, String hint, @Nullable IOException cause) {
        return new SyncException(ErrorCode.FILE_INVALID, "The file " + file + " " + what + ".", hint, cause);
    }

    /** Returns the file's name without folder and ending, which is the name of what the file describes. */
    String stem() {
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
