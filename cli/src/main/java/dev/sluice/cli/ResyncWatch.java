package dev.sluice.cli;

import dev.sluice.realtime.RealtimeRun;
import dev.sluice.realtime.ResyncAnswer;
import dev.sluice.realtime.ResyncFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Hands wishes of other commands that tables be copied anew to a run, and its answers to them. Used by one thread at a time. */
final class ResyncWatch {
    private final ResyncFiles files;
    private final Consumer<String> warning;
    private final Map<ResyncFiles.Wish, CompletableFuture<ResyncAnswer>> asked = new LinkedHashMap<>();

    /** {@code warning} is told what cannot be read. */
    ResyncWatch(ResyncFiles files, Consumer<String> warning) {
        this.files = files;
        this.warning = warning;
    }

    /** A wish stays until it is answered, so that the next run finds it if this one ends before. */
    void look(RealtimeRun run) {
        for (ResyncFiles.Wish wish : files.open(warning)) {
            asked.computeIfAbsent(wish, one -> run.resync(one.tables()));
        }
        asked.entrySet().removeIf(wish -> {
            boolean done = wish.getValue().isDone();
            if (done) {
                files.answer(wish.getKey(), wish.getValue().join());
            }
            return done;
        });
    }
}
