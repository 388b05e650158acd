package dev.sluice.realtime;

import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableNews;
import dev.sluice.connector.TableNews.Renamed;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which tables may be emptied since a copy brings their rows back: those that the source has and the job chooses, and
 * that are the ones which were copied. Of others the destination may have the last copy. Immutable.
 */
public final class ResyncCheck {
    private final Set<TableName> there;
    private final Set<TableName> copied;
    private final TableNews changes;

    private ResyncCheck(Set<TableName> there, Set<TableName> copied, TableNews changes) {
        this.there = there;
        this.copied = copied;
        this.changes = changes;
    }

    /** Asks the source. A job that follows no changes knows its tables by their names alone. */
    public static ResyncCheck of(RealtimeJob job, ChangeSource source, Progress progress) {
        TableNews changes = job.migration().type().followsChanges() ? source.compare(progress) : TableNews.NONE;
        Set<TableName> there = source.tables().stream().map(SourceTable::name).collect(Collectors.toSet());
        return new ResyncCheck(there, progress.tables().keySet(), changes);
    }

    /** Returns why a table has to keep its rows; empty where it may be emptied. */
    public Optional<String> obstacle(TableName table) {
        if (!copied.contains(table)) {
            return Optional.of("the job does not follow it");
        }
        if (changes.unchosen().contains(table)) {
            return Optional.of("the job does not choose it any more");
        }
        if (changes.absorbed().contains(table)) {
            return Optional.of("it is a partition of another table of the job now");
        }
        if (changes.dropped().contains(table)) {
            return Optional.of("the source's was dropped");
        }
        return changes.renamed().stream()
                .filter(one -> one.from().equals(table))
                .map(Renamed::name)
                .map(name -> "the source's is called " + name + " now")
                .findFirst()
                .or(() -> there.contains(table)
                        ? Optional.empty()
                        : Optional.of("the source does not have it, or it is nothing that can be followed"));
    }
}
