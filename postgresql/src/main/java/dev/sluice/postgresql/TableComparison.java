package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Redefinition;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableNews;
import dev.sluice.connector.TableNews.Incomplete;
import dev.sluice.connector.TableNews.Incomplete.Reason;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.ChosenTables.Candidate;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables that a source has, and what is published of them, with those that a destination knows. Used by one
 * thread.
 */
final class TableComparison {
    private final PgSession session;
    private final RealtimeJob job;
    private final Publication publication;
    private final ReplicationSlot slot;
    private @Nullable Progress compared;
    private KnownTables known = KnownTables.NONE;

    TableComparison(PgSession session, RealtimeJob job, Publication publication, ReplicationSlot slot) {
        this.session = session;
        this.job = job;
        this.publication = publication;
        this.slot = slot;
    }

    /**
     * Says what became of whole tables since a destination came to {@code progress}.
     *
     * @throws SyncException with PREFLIGHT_FAILED if changes of tables are missing that no run can find
     */
    TableNews since(Progress progress) {
        if (!progress.equals(compared)) {
            known = new Definitions(session).known(progress.followed());
            compared = progress;
        }
        // A table that goes meanwhile is published and not there, never there and not published.
        Set<TableName> published = publication.tables();
        ChosenTables now = ChosenTables.of(session, job, known.names());
        TableNews changes = now.since(progress);
        return progress.tables().isEmpty() ? changes : withParts(changes, now, published, progress);
    }

    /**
     * Changes of a table that somebody took out of the publication are missing. Before version 13 a publication has partitions
     * one by one, and no new one by itself.
     */
    private TableNews withParts(TableNews changes, ChosenTables now, Set<TableName> published, Progress progress) {
        publication.requireFor(slot);
        now.obstructed(progress.tables().keySet()).stream().findFirst().ifPresent(one -> refuse(one, now));
        Finding.require(new PublicationGaps(session, job, now).find());
        Set<TableName> lacking = lacking(now, published);
        PartitionNews news = new PartitionNews(session, now, known, published);
        List<SourceTable> kept = kept(now.tables(), changes, progress);
        List<SourceTable> partitioned = partitioned(now, changes, progress);
        Stream<SourceTable> renamed = changes.renamed().stream().flatMap(one -> one.chosen().stream());
        Map<SourceTable, Reason> incomplete = new LinkedHashMap<>();
        Stream.concat(renamed, kept.stream())
                .filter(table -> lacking.contains(table.name()))
                .forEach(table -> incomplete.put(table, Reason.UNPUBLISHED));
        partitioned.forEach(table -> news.incomplete(table).ifPresent(reason -> incomplete.putIfAbsent(table, reason)));
        List<Redefinition> noted = partitioned.stream()
                .filter(table -> !incomplete.containsKey(table))
                .flatMap(table -> news.noted(table, progress).stream())
                .toList();
        return changes.with(
                incomplete.entrySet().stream()
                        .map(one -> new Incomplete(one.getKey(), one.getValue()))
                        .toList(),
                noted);
    }

    /** The changes of a partition that are nowhere cannot be made up for when it tells them. */
    private static void refuse(Candidate table, ChosenTables now) {
        throw new SyncException(
                ErrorCode.PREFLIGHT_FAILED,
                table.name() + " " + now.obstacle(table).orElseThrow() + ", whose changes are not in the WAL",
                "Detach or drop the partition and start the job again; or SET LOGGED, and begin anew: "
                        + Progress.BEGIN_ANEW,
                null);
    }

    /** Where tables exchange names, which partitions are whose is seen when the destination's have got them. */
    private static List<SourceTable> partitioned(ChosenTables now, TableNews changes, Progress progress) {
        return changes.renamed().isEmpty()
                ? kept(now.partitioned(), changes, progress).stream()
                        .filter(table -> progress.definitions().containsKey(table.name()))
                        .toList()
                : List.of();
    }

    private static List<SourceTable> kept(List<SourceTable> tables, TableNews changes, Progress progress) {
        Set<SourceTable> added = Set.copyOf(changes.added());
        return tables.stream()
                .filter(table -> progress.tables().containsKey(table.name()))
                .filter(table -> !added.contains(table))
                .toList();
    }

    private Set<TableName> lacking(ChosenTables now, Set<TableName> published) {
        List<TableName> unpublished = new ArrayList<>(now.published(session.majorVersion()));
        unpublished.removeAll(published);
        return now.above(unpublished);
    }
}
