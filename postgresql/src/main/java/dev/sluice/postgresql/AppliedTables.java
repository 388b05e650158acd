package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.job.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The destination's tables of one job, each looked up once for every form that the source's table has had. */
final class AppliedTables {
    private final Catalog catalog;
    private final Map<TableName, TableName> routes;
    private final Map<ChangedTable, AppliedTable> known = new HashMap<>();

    /** {@code routes} tells the destination's table for each of the source's. */
    AppliedTables(Catalog catalog, Map<TableName, TableName> routes) {
        this.catalog = catalog;
        this.routes = routes;
    }

    AppliedTable of(ChangedTable source) {
        return known.computeIfAbsent(source, this::find);
    }

    private AppliedTable find(ChangedTable source) {
        TableName name = Optional.ofNullable(routes.get(source.name()))
                .orElseThrow(() -> new SyncException(
                        ErrorCode.INTERNAL, "A change of " + source.name() + " came, which the job does not choose"));
        Relation relation = catalog.require(name);
        List<List<String>> keys = catalog.uniqueKeys(relation);
        return AppliedTable.of(source, relation, keys);
    }
}
