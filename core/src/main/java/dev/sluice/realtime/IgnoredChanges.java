package dev.sluice.realtime;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.job.DmlAction;
import dev.sluice.job.DmlHandling;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TableName;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves out the changes that the rules HandleDml of a job say to ignore. Used by one thread. */
final class IgnoredChanges {
    private final Map<TableName, Set<ChangeKind>> ignored = new HashMap<>();
    private final ChangeBatch kept = new ChangeBatch(0);

    IgnoredChanges(RealtimeJob job, List<SourceTable> tables) {
        for (SourceTable table : tables) {
            TableName name = table.name();
            Set<ChangeKind> kinds = job.mappingOf(table.database(), name.schema(), name.table())
                    .map(TableMapping::dml)
                    .map(IgnoredChanges::kinds)
                    .orElse(Set.of());
            if (!kinds.isEmpty()) {
                ignored.put(name, kinds);
            }
        }
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
        if (ignored.isEmpty()) {
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
                && ignored.getOrDefault(batch.table(index).name(), Set.of()).contains(kind);
    }
}
