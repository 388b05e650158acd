package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.Time;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.job.TableName;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is durable of a source and a destination in memory, whatever becomes of the objects that work with them. */
final class World implements Ends {
    static final long STEP = 0x10;

    /** What is committed begins so where it is no row, but a new definition of a table whose rows change by it. */
    static final String REDEFINED = "redefined ";

    final Time time;
    final List<TableName> tables = new CopyOnWriteArrayList<>();
    final List<String> committed = new CopyOnWriteArrayList<>();
    final List<String> steps = new ArrayList<>();
    final Set<TableName> made = new HashSet<>();
    /** Tables whose copy was begun and did not end. */
    final Set<TableName> begun = new HashSet<>();

    /** Tables that cannot be published. */
    final Set<TableName> unfit = new HashSet<>();

    /** Tables of the destination that somebody uses. */
    final Set<TableName> used = ConcurrentHashMap.newKeySet();

    final Set<TableName> published = new HashSet<>();
    final Map<TableName, Lsn> copies = new HashMap<>();

    final List<String> arrived = new ArrayList<>();
    volatile Optional<Lsn> position = Optional.empty();
    /** The position before which the destination has for good what was read. */
    Lsn flushed = Lsn.NONE;
    /** So many commits to come do not wait until they are there for good. */
    int asynchronousCommits;
    /** So many looks to come see an earlier run at work. */
    int earlier;

    Optional<Lsn> slot = Optional.empty();
    volatile long retained;
    /** Waiting for a change takes no time. */
    volatile boolean still;
    /** Whoever asks the source how it is has no answer until he cancels it. */
    volatile boolean silent;

    private final List<WeakReference<ChangeSource>> sources = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Optional<SyncException>>> failures = new HashMap<>();
    private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();

    World(Time time, String... tables) {
        this.time = time;
        List.of(tables).forEach(this::add);
    }

    /** Makes a table at the source. */
    void add(String table) {
        tables.add(new TableName("public", table));
    }

    /** Commits one row at the source. */
    void commit(String value) {
        committed.add(value);
    }

    /** Gives a table of the source another definition, so that its rows are to be copied anew. */
    void redefine(String table) {
        commit(REDEFINED + table);
    }

    /** Returns the place behind the first {@code count} transactions. */
    static Lsn behind(int count) {
        return new Lsn(STEP * (count + 1));
    }

    Lsn end() {
        return behind(committed.size());
    }

    /** Begins to read changes from a place on; what comes once more has to be committed once more. */
    void read(Lsn from) {
        if (from.isBefore(slot.orElse(Lsn.NONE))) {
            throw new AssertionError("the source has forgotten what is behind " + from);
        }
        if (from.isBefore(flushed)) {
            flushed = from;
        }
    }

    /** Lets a step of an end fail, once for each error. */
    void fail(String step, SyncException... errors) {
        List.of(errors).forEach(error -> coming(step).add(Optional.of(error)));
    }

    /** Lets a step of an end go well once, before it fails. */
    void pass(String step) {
        coming(step).add(Optional.empty());
    }

    private Queue<Optional<SyncException>> coming(String step) {
        return failures.computeIfAbsent(step, name -> new ArrayDeque<>());
    }

    /** Lets something happen besides when a step of an end comes next. */
    void when(String step, Runnable action) {
        meanwhile.put(step, action);
    }

    /** Lets something happen besides whenever a step of an end comes. */
    void whenever(String step, Runnable action) {
        when(step, () -> {
            whenever(step, action);
            action.run();
        });
    }

    /** Returns how many bound sources somebody knows still. */
    long knownSources() {
        System.gc();
        return sources.stream().filter(source -> source.get() != null).count();
    }

    /** Takes note of a step of an end, which may fail. */
    void step(String name) {
        note(name);
        Optional.ofNullable(meanwhile.remove(name)).ifPresent(Runnable::run);
    }

    private synchronized void note(String name) {
        steps.add(name);
        Optional.ofNullable(coming(name).poll()).flatMap(next -> next).ifPresent(error -> {
            throw error;
        });
    }

    Progress progress() {
        Map<TableName, String> definitions = new HashMap<>();
        begun.forEach(table -> definitions.put(table, ""));
        return new Progress(position, copies, definitions);
    }

    @Override
    public ChangeSource source() {
        WorldSource source = new WorldSource(this);
        sources.add(new WeakReference<>(source));
        return source;
    }

    @Override
    public ChangeSink sink() {
        return new WorldSink(this);
    }
}
