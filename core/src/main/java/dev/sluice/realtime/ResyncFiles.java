package dev.sluice.realtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.SyncException;
import dev.sluice.job.TableName;
import dev.sluice.realtime.ResyncAnswer.Refused;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The files of a job's folder by which commands ask whoever runs the job, or runs it next, to copy tables anew, and by which
 * he answers: {@code resync-<id>.json} and {@code resync-<id>.answer}. Each wish has files of its own, so that none replaces
 * another. Immutable.
 */
public final class ResyncFiles {
    private static final String PREFIX = "resync-";
    private static final String WISH = ".json";
    private static final String ANSWER = ".answer";

    private final Path folder;

    ResyncFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * A wish that tables be copied anew.
     *
     * @param id what sets it apart from all others
     */
    public record Wish(String id, List<TableName> tables) {
        /** Copies the list. */
        public Wish {
            tables = List.copyOf(tables);
        }
    }

    /** A piece of JSON that is written. */
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Puts a wish there. */
    public Wish ask(List<TableName> tables) {
        Wish wish = new Wish(UUID.randomUUID().toString(), tables);
        write(wish);
        return wish;
    }

    private void write(Wish wish) {
        write(file(wish, WISH), json -> TableList.write(json, "tables", wish.tables()));
    }

    /** Returns whether a wish is there still: nobody has answered it. */
    public boolean isOpen(Wish wish) {
        return Files.exists(file(wish, WISH));
    }

    /** Returns the wishes that are there. One that cannot be read is deleted, and {@code warning} is told. */
    public List<Wish> open(Consumer<String> warning) {
        List<Wish> all = new ArrayList<>();
        for (Path file : files(WISH)) {
            String name = file.getFileName().toString();
            String id = name.substring(PREFIX.length(), name.length() - WISH.length());
            try {
                List<TableName> tables = TableList.read(JsonObject.parse(Files.readString(file)), "tables");
                if (tables.isEmpty()) {
                    throw new IllegalArgumentException("no tables");
                }
                all.add(new Wish(id, tables));
            } catch (JsonProcessingException | CharacterCodingException | IllegalArgumentException e) {
                delete(file);
                warning.accept("the wish to copy tables anew in " + file + " cannot be read, so nothing is done: "
                        + e.getMessage());
            } catch (IOException e) {
                // Somebody has answered it, or dropped the job; or what keeps it from being read passes.
            }
        }
        return all;
    }

    private List<Path> files(String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX)
                            && file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    /** Answers a wish, which is over. */
    public void answer(Wish wish, ResyncAnswer answer) {
        write(file(wish, ANSWER), json -> {
            TableList.write(json, "taken", answer.taken());
            json.writeArrayFieldStart("refused");
            for (Refused refused : answer.refused()) {
                json.writeStartObject();
                TableList.writeName(json, refused.table());
                json.writeStringField("why", refused.why());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        delete(file(wish, WISH));
    }

    /** Returns the answer to a wish, and forgets it; empty where there is none that can be read. */
    public Optional<ResyncAnswer> takeAnswer(Wish wish) {
        Path file = file(wish, ANSWER);
        try {
            JsonObject json = JsonObject.parse(Files.readString(file));
            List<Refused> refused = json.objects("refused").stream()
                    .map(one -> new Refused(TableList.name(one), one.requireText("why")))
                    .toList();
            return Optional.of(new ResyncAnswer(TableList.read(json, "taken"), refused));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            delete(file);
        }
    }

    /** Forgets answers that nobody has waited for. */
    void deleteAnswers() {
        files(ANSWER).forEach(this::delete);
    }

    /** Takes tables that have been emptied out of all wishes. */
    public void done(Collection<TableName> tables, Consumer<String> warning) {
        for (Wish wish : open(warning)) {
            List<TableName> rest = wish.tables().stream()
                    .filter(table -> !tables.contains(table))
                    .toList();
            if (rest.isEmpty()) {
                delete(file(wish, WISH));
            } else if (rest.size() < wish.tables().size()) {
                write(new Wish(wish.id(), rest));
            }
        }
    }

    /** Writes a file so that nobody ever reads half of it. */
    private void write(Path file, Content content) {
        StringWriter text = new StringWriter();
        Path next = folder.resolve(file.getFileName() + ".new");
        try {
            try (JsonGenerator json = TableList.JSON.createGenerator(text)) {
                json.writeStartObject();
                content.writeTo(json);
                json.writeEndObject();
            }
            Files.createDirectories(folder);
            Files.writeString(next, text + "\n");
            JobFolder.replace(next, file);
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    private Path file(Wish wish, String ending) {
        return folder.resolve(PREFIX + wish.id() + ending);
    }

    private SyncException notWritable(IOException cause) {
        return JobFolder.notWritable(folder, cause);
    }
}
