package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tables of a source whose rows would go to one table of the destination. Whatever empties one, or brings it anew, would take
 * the rows of the others along.
 */
final class SharedDestinations {
    private static final String CURE =
            "Give each a name of its own by a Rename rule, or exclude all but one from TableMappings";

    private SharedDestinations() {}

    /**
     * Returns a failure for each such table of the destination. {@code routes} tells for tables of the source where their
     * rows go; {@code noted} are those whose rows the job has brought already.
     */
    static List<Finding> find(Map<TableName, TableName> routes, Set<TableName> noted) {
        Map<TableName, List<TableName>> sources = new TreeMap<>(Comparator.comparing(TableName::toString));
        routes.forEach((source, destination) ->
                sources.computeIfAbsent(destination, name -> new ArrayList<>()).add(source));
        return sources.entrySet().stream()
                .filter(one -> one.getValue().size() > 1)
                .map(one -> Finding.failed("destination tables", reason(one.getValue(), one.getKey()), CURE)
                        .about(one.getValue().stream()
                                .filter(source -> !noted.contains(source))
                                .toList()))
                .toList();
    }

    /** Returns the failure of a copy of the first of these tables, whose rows would go where those of the others are. */
    static SyncException refused(List<TableName> sources, TableName destination) {
        return new SyncException(ErrorCode.PREFLIGHT_FAILED, reason(sources, destination), CURE, null);
    }

    private static String reason(List<TableName> sources, TableName destination) {
        return sources.stream().map(TableName::toString).sorted().collect(Collectors.joining(" and "))
                + " would go to one table, " + destination
                + ", where the rows of one cannot be told from those of the other";
    }
}
