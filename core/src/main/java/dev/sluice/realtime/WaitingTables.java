package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables that a run is to copy beside those that it follows, and those that it leaves aside, since they could not be
 * copied or are not wanted. Used by one thread.
 */
final class WaitingTables {
    /** So long after a failure that may pass a copy is tried again; if a server is away, the whole attempt fails by itself. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Optional<Duration> patience;
    private final RunMonitor monitor;
    private final Time time;
    private final Deque<List<SourceTable>> waiting = new ArrayDeque<>();
    private final Set<TableName> leftAside = new HashSet<>();
    private final Map<TableName, SyncException> failures = new LinkedHashMap<>();

    /** When the copy of a table failed first by what may pass, as {@link Time#nanos} tells. */
    private final Map<TableName, Long> failingSince = new HashMap<>();

    private long next;

    /**
     * Begins with none.
     *
     * @param patience how long copies are tried again that fail by what may pass; for ever where it is empty
     */
    WaitingTables(Optional<Duration> patience, RunMonitor monitor, Time time) {
        this.patience = patience;
        this.monitor = monitor;
        this.time = time;
        this.next = time.nanos();
    }

    /** Lets tables wait that are to be copied together. */
    void add(List<SourceTable> tables) {
        if (!tables.isEmpty()) {
            waiting.add(tables);
        }
    }

    /** Takes note that tables are not to be copied in this attempt. */
    void leaveAside(Collection<TableName> tables) {
        leftAside.addAll(tables);
    }

    boolean isLeftAside(TableName table) {
        return leftAside.contains(table);
    }

    /** Returns whether none is to be copied. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Returns whether it is time to copy the {@link #next}. */
    boolean isDue() {
        return !waiting.isEmpty() && time.nanos() - next >= 0;
    }

    /** Returns the tables that have waited longest; they wait no more. */
    List<SourceTable> next() {
        return waiting.remove();
    }

    /** Returns the names of all that wait or are left aside. */
    Set<TableName> names() {
        Set<TableName> names = new HashSet<>(leftAside);
        waiting.stream().flatMap(List::stream).map(SourceTable::name).forEach(names::add);
        return names;
    }

    /** What the source does not have any more, or the job does not choose, is neither waited for nor missed. */
    void forgetAllBut(List<SourceTable> there) {
        List<List<SourceTable>> before = List.copyOf(waiting);
        waiting.clear();
        before.forEach(tables -> add(tables.stream().filter(there::contains).toList()));
        Set<TableName> names = there.stream().map(SourceTable::name).collect(Collectors.toSet());
        leftAside.retainAll(names);
        failingSince.keySet().retainAll(names);
        failures.keySet().retainAll(names);
    }

    /** Returns why a table was left aside, if one could not be copied. */
    Optional<SyncException> failure() {
        return failures.values().stream().findFirst();
    }

    /** Takes note that tables have been copied: what kept copies from it may have passed, so that those that were parted go together. */
    void copied(List<SourceTable> tables) {
        tables.forEach(table -> failingSince.remove(table.name()));
        List<SourceTable> all = waiting.stream().flatMap(List::stream).toList();
        waiting.clear();
        add(all);
    }

    /**
     * Takes note that a copy failed. What may pass is tried again; tables that fail together are parted, so that the others go on
     * without the one that cannot be copied.
     *
     * @throws SyncException the error, if it ends the run
     */
    void failed(List<SourceTable> tables, SyncException error) {
        ErrorCode code = error.code();
        boolean failedBefore = tables.stream().anyMatch(table -> failingSince.containsKey(table.name()));
        if (code == ErrorCode.CANCELLED || code == ErrorCode.DDL_REFUSED) {
            throw error;
        }
        if (code.retryable() && mayPass(tables)) {
            next = time.nanos() + RETRY.toNanos();
            if (failedBefore) {
                addHalves(tables);
            } else {
                waiting.add(tables);
            }
            monitor.warn("the copy of " + names(tables) + " is tried again: " + error.getMessage());
        } else if (tables.size() > 1) {
            addHalves(tables);
        } else {
            giveUp(tables.get(0).name(), code.retryable() ? lasting(error) : error);
        }
    }

    /** Which of the tables it is that fails, their copies tell. */
    private void addHalves(List<SourceTable> tables) {
        int half = tables.size() / 2;
        add(tables.subList(0, half));
        add(tables.subList(half, tables.size()));
    }

    private boolean mayPass(List<SourceTable> tables) {
        long now = time.nanos();
        long longest = tables.stream()
                .mapToLong(table -> now - failingSince.computeIfAbsent(table.name(), name -> now))
                .max()
                .orElse(0);
        return patience.filter(limit -> longest > limit.toNanos()).isEmpty();
    }

    private SyncException lasting(SyncException error) {
        return new SyncException(
                error.code(),
                error.getMessage() + "\nThe copy is given up: it failed for "
                        + patience.map(Duration::toMinutes).orElseThrow() + " minutes",
                error.hint().orElse(null),
                error);
    }

    private void giveUp(TableName table, SyncException error) {
        leftAside.add(table);
        failures.put(table, error);
        monitor.failed(table, error);
        monitor.warn(
                error.getMessage() + "; the other tables go on without " + table + ", and the next start tries it again"
                        + error.hint().map(hint -> ". " + hint).orElse(""));
    }

    private static String names(List<SourceTable> tables) {
        return tables.stream().map(table -> table.name().toString()).collect(Collectors.joining(", "));
    }
}
