package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.AppliedTable.Target;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The destination's tables of one job, each looked up whenever the source describes its table. What is the
 * same table in the same form is the same object. Used by one thread.
 */
final class AppliedTables {
    /** So many descriptions of tables are found by what they are and not by what they say, which takes longer. */
    private static final int MOST_RECENT = 10_000;

    private final PgSession session;
    private final Catalog catalog;
    private final TargetFacts facts;
    private final Map<TableName, TableName> routes;
    private final Function<TableName, AppliedRules> rules;
    private final ZoneId zone;
    private final Map<AppliedTable, AppliedTable> known = new HashMap<>();
    private final IdentityHashMap<ChangedTable, AppliedTable> recent = new IdentityHashMap<>();

    /**
     * {@code routes} tells the destination's table for each of the source's, {@code rules} what rules say of it; {@code zone} is
     * the session's.
     */
    AppliedTables(
            PgSession session,
            ApplyRole role,
            Map<TableName, TableName> routes,
            Function<TableName, AppliedRules> rules,
            ZoneId zone) {
        this.session = session;
        this.catalog = new Catalog(session);
        this.facts = new TargetFacts(session, role);
        this.routes = routes;
        this.rules = rules;
        this.zone = zone;
    }

    AppliedTable of(ChangedTable source) {
        AppliedTable table = recent.get(source);
        return table == null ? look(source) : table;
    }

    private AppliedTable look(ChangedTable source) {
        AppliedRules ruled = rules.apply(source.name());
        AppliedTable found = AppliedTable.of(source, target(destination(source), ruled.key()), ruled, zone);
        AppliedTable table = known.computeIfAbsent(found, same -> same);
        if (recent.size() == MOST_RECENT) {
            recent.clear();
        }
        recent.put(source, table);
        return table;
    }

    /** Returns whether foreign keys of others refer to some of the tables, or to their partitions. */
    boolean isReferredTo(List<Relation> relations) {
        return catalog.isReferredTo(relations);
    }

    /** Forgets what the destination's tables were like. */
    void forget() {
        known.clear();
        recent.clear();
    }

    private TableName destination(ChangedTable source) {
        return Optional.ofNullable(routes.get(source.name()))
                .orElseThrow(() -> new SyncException(
                        ErrorCode.INTERNAL, "A change of " + source.name() + " came, which the job does not choose"));
    }

    private Target target(TableName name, List<String> defined) {
        Relation relation = sizeless(catalog.require(name));
        if (facts.isUnderPolicies(relation)) {
            throw new SyncException(
                    ErrorCode.DESTINATION_FAILED,
                    "Row-level security of the destination " + relation.label() + " may hide rows from "
                            + session.user() + ", so that changes of them would get lost",
                    RowSecurity.bypassFor(session),
                    null);
        }
        return new Target(
                relation,
                catalog.uniqueKeys(relation),
                defined,
                facts.uniqueIndexes(relation),
                facts.identities(relation),
                facts.takesBinary(relation),
                facts.isReacting(relation));
    }

    /** A table that grew is the same. */
    private static Relation sizeless(Relation relation) {
        return new Relation(relation.oid(), relation.schema(), relation.name(), relation.kind(), 0, relation.columns());
    }
}
