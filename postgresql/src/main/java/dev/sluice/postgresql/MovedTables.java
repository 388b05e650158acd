package dev.sluice.postgresql;

import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Looks for tables whose rows a job has brought to other tables of the destination than its mappings name now. */
final class MovedTables {
    private final ProgressTable progress;
    private final Routes routes;

    MovedTables(ProgressTable progress, Routes routes) {
        this.progress = progress;
        this.routes = routes;
    }

    /** Returns a failure for each. */
    List<Finding> find() {
        return progress.destinations().entrySet().stream()
                .filter(noted -> routes.has(noted.getKey()))
                .filter(noted -> !routes.of(noted.getKey()).equals(noted.getValue()))
                .sorted(Comparator.comparing(noted -> noted.getKey().toString()))
                .map(this::moved)
                .toList();
    }

    private Finding moved(Map.Entry<TableName, TableName> noted) {
        TableName table = noted.getKey();
        TableName before = noted.getValue();
        TableName now = routes.of(table);
        return Finding.failed(
                "destination tables",
                "the rows of the source's " + table + " are in " + before + ", and the job's mappings name " + now
                        + " now",
                "Let the mappings name " + before + " again. Where that table itself is called " + now
                        + " now, say so:\n" + progress.moving(table) + "\nTo copy the source's table anew to " + now
                        + ":\n" + progress.leaving(table));
    }
}
