package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.job.SourceTable;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * One execution of a real-time job: {@link #run} is called once; {@link #stop} from any thread. Whatever ends it, the next
 * one goes on where the destination says that this one came to.
 */
public final class RealtimeRun {
    private final ChangeSource source;
    private final ChangeSink sink;
    private final FirstCopy firstCopy;
    private final Follower follower;
    private volatile boolean stopping;

    /** Binds a run; nothing is connected yet. */
    public RealtimeRun(ChangeSource source, ChangeSink sink, FirstCopy firstCopy, Follower follower) {
        this.source = source;
        this.sink = sink;
        this.firstCopy = firstCopy;
        this.follower = follower;
    }

    /**
     * Copies what is not copied yet, then follows the changes until it is stopped or the follower has come to its end.
     *
     * @throws SyncException for what goes wrong, unless it was stopped
     */
    public void run() {
        try (source;
                sink) {
            List<SourceTable> tables = source.tables();
            requireReady(tables);
            sink.prepare(tables);
            sink.missing(tables).forEach(table -> sink.create(table, source.definition(table.name())));
            Lsn begin = begin(tables);
            firstCopy.copy(tables, source, sink);
            follower.follow(begin, source, sink);
        } catch (SyncException e) {
            if (!stopping || e.code() != ErrorCode.CANCELLED) {
                throw e;
            }
        }
    }

    private void requireReady(List<SourceTable> tables) {
        List<Finding> findings = new ArrayList<>(source.check());
        if (Finding.passed(findings)) {
            findings.addAll(sink.check(tables));
        }
        Finding.require(findings);
    }

    /** A job that has begun goes on from where its destination is, whatever the source kept. */
    private Lsn begin(List<SourceTable> tables) {
        Progress progress = sink.progress();
        Lsn kept = source.retain(tables);
        if (progress.position().isEmpty()) {
            sink.start(kept);
        }
        return progress.position().orElse(kept);
    }

    /** Ends the run soon and in good order; returns at once. */
    public void stop() {
        stopping = true;
        source.cancel();
        sink.cancel();
    }
}
