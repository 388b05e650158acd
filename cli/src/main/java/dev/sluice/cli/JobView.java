package dev.sluice.cli;

import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.SourceStatus;
import dev.sluice.job.TableName;
import dev.sluice.realtime.JobState;
import dev.sluice.realtime.RealtimeStatus;
import dev.sluice.realtime.StoredStatus;
import dev.sluice.realtime.TableState;
import dev.sluice.realtime.TableStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * All that can be found out about a real-time job.
 *
 * @param following whether it follows changes
 * @param running whether a process runs it in this workspace
 * @param last what that process, or the last one, wrote; empty when none ever ran here
 * @param source what the source says
 * @param destination what the destination says
 */
record JobView(
        boolean following,
        boolean running,
        Optional<StoredStatus> last,
        Answer<SourceStatus> source,
        Answer<Progress> destination) {
    /** Asks everybody. */
    static JobView of(BoundRealtime bound) {
        return new JobView(
                bound.job().migration().type().followsChanges(),
                bound.folder().isHeld(),
                bound.folder().status(),
                Answer.of(() -> {
                    try (ChangeSource source = bound.ends().source()) {
                        return source.status();
                    }
                }),
                Answer.of(() -> {
                    try (ChangeSink sink = bound.ends().sink()) {
                        return sink.progress();
                    }
                }));
    }

    /** Returns what the job does, in words. */
    String state() {
        if (running) {
            return last.map(stored -> stored.status().state().label() + " (process " + stored.process() + ", since "
                            + stored.status().since() + ")")
                    .orElse("starting");
        }
        Optional<JobState> ended = last.map(stored -> stored.status().state());
        if (ended.isEmpty()) {
            return "not running; it never ran in this workspace";
        }
        return ended.get().isEnd()
                ? "not running; " + ended.get().label() + " at " + last.get().written()
                : "not running; its process was ended from outside, last seen "
                        + last.get().written();
    }

    /** Returns how far the destination is: what it says itself, else what the run wrote last. */
    Optional<Lsn> position() {
        return destination
                .known()
                .flatMap(Progress::position)
                .or(() -> last.flatMap(stored -> stored.status().follow().position()));
    }

    /**
     * Returns how many bytes of the source's log the destination has not got; what the slot has confirmed is no more than
     * log that holds nothing for the job. Empty when the source or the position is not known.
     */
    OptionalLong lagBytes() {
        Optional<SourceStatus> known = source.known();
        Optional<Lsn> place = position();
        if (known.isEmpty() || place.isEmpty()) {
            return OptionalLong.empty();
        }
        Lsn confirmed = known.get().slot().flatMap(SourceStatus.Slot::confirmed).orElse(Lsn.NONE);
        return OptionalLong.of(Math.max(0, known.get().position().bytesSince(Lsn.later(place.get(), confirmed))));
    }

    /** Returns the tables that anybody knows of, by name. */
    List<TableStatus> tables() {
        Map<String, TableStatus> all = new TreeMap<>();
        destination
                .known()
                .map(Progress::tables)
                .orElse(Map.of())
                .forEach((name, copy) -> all.put(name.toString(), copied(name, copy)));
        for (TableStatus table :
                last.map(StoredStatus::status).map(RealtimeStatus::tables).orElse(List.of())) {
            all.merge(table.name().toString(), running ? table : idle(table), JobView::merged);
        }
        return List.copyOf(all.values());
    }

    private TableStatus copied(TableName name, Lsn copy) {
        return new TableStatus(name, resting(), 0, OptionalLong.empty(), Optional.of(copy), Optional.empty());
    }

    private TableState resting() {
        return following ? TableState.PAUSED : TableState.COPIED;
    }

    /**
     * What a process wrote last that was ended from outside, nobody does any more. What the destination had and has not, is to
     * be copied anew.
     */
    private TableStatus idle(TableStatus table) {
        if (table.copy().isPresent()
                && destination.known().filter(known -> lacks(known, table)).isPresent()) {
            return new TableStatus(
                    table.name(), TableState.WAITING, 0, table.expectedRows(), Optional.empty(), Optional.empty());
        }
        return switch (table.state()) {
            case COPYING ->
                new TableStatus(table.name(), TableState.WAITING, 0, table.expectedRows(), table.copy(), table.error());
            case CATCHING_UP, LIVE ->
                new TableStatus(
                        table.name(), resting(), table.rowsCopied(), table.expectedRows(), table.copy(), table.error());
            case WAITING, PAUSED, COPIED, FAILED -> table;
        };
    }

    private static boolean lacks(Progress destination, TableStatus table) {
        return !destination.tables().containsKey(table.name());
    }

    /** The destination knows best what it has, the run what becomes of it. */
    private static TableStatus merged(TableStatus noted, TableStatus seen) {
        return new TableStatus(
                seen.name(), seen.state(), seen.rowsCopied(), seen.expectedRows(), noted.copy(), seen.error());
    }
}
