package dev.sluice.postgresql;

import dev.sluice.change.Redefinition;
import dev.sluice.connector.Progress;
import dev.sluice.connector.TableNews.Incomplete.Reason;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.ChosenTables.Candidate;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What became of the partitions of tables that are followed, beside what their changes tell. */
final class PartitionNews {
    private final PgSession session;
    private final ChosenTables now;
    private final KnownTables known;
    private final Set<TableName> published;
    private final Map<Long, Optional<Boolean>> rows = new HashMap<>();

    /**
     * Compares what there is.
     *
     * @param now with the tables that are chosen now
     * @param known with what the destination knows
     * @param published what the source publishes
     */
    PartitionNews(PgSession session, ChosenTables now, KnownTables known, Set<TableName> published) {
        this.session = session;
        this.now = now;
        this.known = known;
        this.published = Set.copyOf(published);
    }

    /** Returns why nobody can tell a table's changes or its rows any more; empty where somebody can. */
    Optional<Reason> incomplete(SourceTable table) {
        if (known(table).all().keySet().stream().anyMatch(oid -> hasItsOwn(oid, table))) {
            return Optional.of(Reason.DETACHED);
        }
        Set<Long> attached = attached(table);
        if (attached.stream().anyMatch(known(table)::has)) {
            return Optional.of(Reason.ATTACHED_AGAIN);
        }
        return attached.stream().anyMatch(oid -> hasRows(oid).orElse(false))
                ? Optional.of(Reason.ATTACHED)
                : Optional.empty();
    }

    private boolean hasItsOwn(long oid, SourceTable table) {
        Optional<Candidate> partition = now.find(oid);
        Optional<TableName> above = partition.flatMap(now::chosenAbove).map(now::name);
        return above.isPresent()
                ? !above.get().equals(table.name())
                : partition.filter(one -> published.contains(one.name())).isPresent();
    }

    /** Returns how a table is followed from now on if it got partitions without rows; empty where there is no news. */
    Optional<Redefinition> noted(SourceTable table, Progress progress) {
        Set<Long> attached = attached(table);
        if (attached.isEmpty()
                || !attached.stream()
                        .allMatch(oid -> hasRows(oid).filter(rows -> !rows).isPresent())) {
            return Optional.empty();
        }
        String text = Objects.requireNonNull(progress.definitions().get(table.name()));
        Definitions definitions = new Definitions(session);
        return Optional.of(Redefinition.noted(
                table.name(),
                definitions.withPartitions(
                        definitions.readFollowed(text), known(table).with(now.partitions(table)))));
    }

    private Set<Long> attached(SourceTable table) {
        return now.partitions(table).attachedSince(known(table));
    }

    private Partitions known(SourceTable table) {
        return known.partitions(table.name());
    }

    /** A partition that is locked tells it another time; one that has told it is asked no more. */
    private Optional<Boolean> hasRows(long oid) {
        return rows.computeIfAbsent(oid, this::lookForRows);
    }

    private Optional<Boolean> lookForRows(long oid) {
        try {
            session.execute("BEGIN READ ONLY; SET LOCAL lock_timeout = " + SharedSnapshot.LOCK_LIMIT);
            try {
                return session
                        .queryVerbatim("SELECT pg_relation_size(" + oid + ") > 0", row -> row.getBoolean(1))
                        .stream()
                        .findFirst();
            } finally {
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            if (PgErrors.isLockTimeout(e)) {
                return Optional.empty();
            }
            throw session.failed(e, "The partitions of a table cannot be looked at");
        }
    }
}
