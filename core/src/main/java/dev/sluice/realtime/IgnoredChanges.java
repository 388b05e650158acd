package dev.sluice.realtime;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.job.DmlAction;
import dev.sluice.job.DmlHandling;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TableName;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Leaves out the changes that the rules HandleDml of a job say to ignore. Used by one thread. */
final class IgnoredChanges {
    private final RealtimeJob job;
    private final String database;
    private final boolean any;
    private final Map<TableName, Set<ChangeKind>> ignored = new HashMap<>();
    private final ChangeBatch kept = new ChangeBatch(0);

    /** {@code database} is the source's. */
    IgnoredChanges(RealtimeJob job, String database) {
        this.job = job;
        this.database = database;
        this.any = job.mappings().stream()
                .anyMatch(mapping -> !kinds(mapping.dml()).isEmpty());
    }

    private Set<ChangeKind> kinds(TableName table) {
        return job.mappingOf(database, table.schema(), table.table())
                .map(TableMapping::dml)
                .map(IgnoredChanges::kinds)
                .orElse(Set.of());
    }

    private static Set<ChangeKind> kinds(DmlHandling handling) {
        Set<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
        if (handling.insert() instanceof DmlAction.Ignore) {
            kinds.add(ChangeKind.INSERT);
        }
        if (handling.update() instanceof DmlAction.Ignore) {
            kinds.add(ChangeKind.UPDATE);
        }
        if (handling.delete() instanceof DmlAction.Ignore) {
            kinds.add(ChangeKind.DELETE);
        }
        return kinds;
    }

    /** Returns what is left of a batch: itself where no rule ignores anything, else another one, until the next call. */
    ChangeBatch without(ChangeBatch batch) {
        if (!any) {
            return batch;
        }
        kept.clear();
        for (int i = 0; i < batch.changes(); i++) {
            if (!isIgnored(batch, i)) {
                kept.append(batch, i);
            }
        }
        return kept;
    }

    private boolean isIgnored(ChangeBatch batch, int index) {
        ChangeKind kind = batch.kind(index);
        return kind.isOfRow()
                && ignored.computeIfAbsent(batch.table(index).name(), this::kinds)
                        .contains(kind);
    }
}
