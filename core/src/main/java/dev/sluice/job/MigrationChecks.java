package dev.sluice.job;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the mappings of a real-time job must say, and what has no effect in them, because of its type. */
final class MigrationChecks {
    private static final Set<RuleAction> FOR_COPIES =
            EnumSet.of(RuleAction.DEFINE_INCREMENTAL_CONDITION, RuleAction.DEFINE_CYCLE_SCHEDULE_SETTINGS);

    private MigrationChecks() {}

    static void check(Values job) {
        if (job.has(RealtimeFormat.MAPPINGS) && job.count(RealtimeFormat.MAPPINGS) == 0) {
            job.fault(
                    RealtimeFormat.MAPPINGS, "the list is empty and chooses nothing; allowed is at least one mapping");
        }
        List<Values> mappings = job.find(RealtimeFormat.MAPPINGS).orElse(List.of());
        if (job.find(RealtimeFormat.JOB_TYPE).equals(Optional.of(JobType.SINGLE_TABLE_REALTIME))) {
            checkSingleTable(job, mappings);
        }
        MigrationType migration = job.get(RealtimeFormat.MIGRATION_TYPE);
        mappings.forEach(mapping -> checkRules(migration, mapping));
    }

    private static void checkSingleTable(Values job, List<Values> mappings) {
        if (mappings.size() > 1) {
            job.fault(
                    RealtimeFormat.MAPPINGS,
                    "the job is for a single table; allowed is one mapping, or the JobType "
                            + JobType.DATABASE_REALTIME);
        }
        for (Values mapping : mappings) {
            if (mapping.find(MappingKeys.SELECTION)
                    .filter(rules -> !namesOneTable(rules))
                    .isPresent()) {
                mapping.fault(
                        MappingKeys.SELECTION,
                        "the job is for a single table; allowed is one Include of the ObjectType Table with the"
                                + " ExpressionType Exact, and one of the ObjectType Schema");
            }
        }
    }

    private static boolean namesOneTable(List<SelectionRule> rules) {
        return namesOne(ObjectKind.SCHEMA, rules) && namesOne(ObjectKind.TABLE, rules);
    }

    private static boolean namesOne(ObjectKind kind, List<SelectionRule> rules) {
        List<SelectionRule> includes = rules.stream()
                .filter(rule -> rule.kind() == kind && rule.action() == SelectionRule.Action.INCLUDE)
                .toList();
        return includes.size() == 1 && includes.get(0).match() == SelectionRule.Match.EXACT;
    }

    private static void checkRules(MigrationType migration, Values mapping) {
        boolean conditioned = false;
        List<Values> references = mapping.find(MappingKeys.REFERENCES).orElse(List.of());
        for (Values reference : references) {
            Optional<RuleAction> action = reference.find(MappingKeys.RULE_ACTION);
            conditioned |= action.isEmpty() || action.get() == RuleAction.DEFINE_INCREMENTAL_CONDITION;
            action.filter(found -> !hasEffect(found, migration))
                    .ifPresent(found -> reference.note(
                            MappingKeys.RULE_ACTION,
                            found + " has no effect in a job of the MigrationType " + migration));
        }
        boolean readable = mapping.find(MappingKeys.REFERENCES).isPresent() || !mapping.has(MappingKeys.REFERENCES);
        if (migration.copiesIncrements() && readable && !conditioned) {
            mapping.fault("which rows an increment has is not said; allowed is a rule of the action "
                    + RuleAction.DEFINE_INCREMENTAL_CONDITION + " among the mapping's \"TransformationRules\"");
        }
    }

    private static boolean hasEffect(RuleAction action, MigrationType migration) {
        if (action == RuleAction.DEFINE_INCREMENTAL_CONDITION) {
            return migration.copiesIncrements();
        }
        return action == RuleAction.HANDLE_DML
                ? migration.followsChanges()
                : !FOR_COPIES.contains(action) || !migration.followsChanges();
    }
}
