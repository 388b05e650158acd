package dev.sluice.realtime;

import dev.sluice.Time;
import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableNews;
import dev.sluice.job.TableName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks now and then whether whole tables of the source came, went or got other names. Used by one thread.
 */
final class TableWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Looking takes that part of the time at most; a source may have very many tables. */
    private static final int SHARE = 100;

    private final ChangeSource source;
    private final Time time;
    private final Progress progress;
    private final Set<TableName> known;
    private final Predicate<TableNews> isNews;
    private long next;
    private TableNews seen = TableNews.NONE;
    private Optional<Lsn> place = Optional.empty();
    private boolean passing;
    private boolean reached;

    /**
     * Begins to look.
     *
     * @param known tables that {@code progress} does not have, and that are no news
     * @param isNews what cannot wait until somebody asks for another reason
     */
    TableWatch(ChangeSource source, Time time, Progress progress, Set<TableName> known, Predicate<TableNews> isNews) {
        this.source = source;
        this.time = time;
        this.progress = progress;
        this.known = Set.copyOf(known);
        this.isNews = isNews;
        this.next = time.nanos();
    }

    /** Returns whether tables differ, and it is time to do something about it. */
    boolean isDue(Lsn position) {
        if (place.isEmpty() && time.nanos() - next >= 0) {
            look();
        }
        reached = place.isPresent() && !position.isBefore(place.get());
        return reached || passing;
    }

    /** Returns whether something was seen that is not due yet, or was not done. */
    boolean isNewsThere() {
        return place.isPresent();
    }

    /** Returns what was seen, if the destination has everything that was committed before. */
    TableNews reached() {
        return reached ? seen : TableNews.NONE;
    }

    /** What was seen was committed before the source was asked where it is. */
    private void look() {
        long begin = time.nanos();
        TableNews changes = source.compare(progress).without(known);
        if (isNews.test(changes)) {
            seen = changes;
            passing = changes.isPassing();
            place = Optional.of(source.now());
        }
        long end = time.nanos();
        next = end + Math.max(INTERVAL.toNanos(), (end - begin) * SHARE);
    }
}
