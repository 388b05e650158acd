package dev.sluice.job;

import dev.sluice.job.DraftRule.RuleKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The way from the mappings of a real-time job to its rules. */
final class RuleLinks {
    private final List<Values> mappings;
    private final List<DraftRule> rules;
    private final Map<RuleKey, DraftRule> byKey = new HashMap<>();
    private final boolean unreadable;

    /** Prepares for a job; a rule that is there twice counts once. */
    RuleLinks(Values job) {
        this.mappings = job.find(RealtimeFormat.MAPPINGS).orElse(List.of());
        this.rules = job.find(RealtimeFormat.RULES).orElse(List.of());
        rules.forEach(draft -> draft.key().ifPresent(key -> byKey.putIfAbsent(key, draft)));
        this.unreadable = (job.has(RealtimeFormat.RULES)
                        && job.find(RealtimeFormat.RULES).isEmpty())
                || rules.stream()
                        .anyMatch(draft -> draft.values().find(RuleType.NAME).isEmpty());
    }

    void check() {
        checkTwice();
        Set<RuleKey> used = new HashSet<>();
        mappings.forEach(mapping -> checkMapping(mapping, used));
        boolean unsure = mappings.stream()
                .flatMap(RuleLinks::references)
                .anyMatch(each -> key(each).isEmpty());
        if (!unsure) {
            rules.stream()
                    .filter(draft ->
                            draft.key().filter(key -> !used.contains(key)).isPresent())
                    .forEach(draft -> draft.values().note(RuleType.NAME, "no mapping uses this rule"));
        }
    }

    private void checkTwice() {
        Set<RuleKey> seen = new HashSet<>();
        for (DraftRule draft : rules) {
            draft.key()
                    .filter(key -> !seen.add(key))
                    .ifPresent(key -> draft.values()
                            .fault(
                                    RuleType.NAME,
                                    "there is a rule \"" + Shown.text(key.name())
                                            + "\" of this action and target already; allowed is another name"));
        }
    }

    private void checkMapping(Values mapping, Set<RuleKey> used) {
        Set<List<Object>> seen = new HashSet<>();
        references(mapping).forEach(reference -> {
            Optional<RuleKey> key = key(reference);
            if (key.isPresent() && byKey.containsKey(key.get())) {
                used.add(key.get());
                checkOther(reference, key.get(), seen);
            } else {
                reference.find(MappingKeys.RULE_NAME).ifPresent(name -> checkName(reference, name));
            }
        });
    }

    private static void checkOther(Values reference, RuleKey key, Set<List<Object>> seen) {
        if (!seen.add(List.of(key.action(), key.target()))) {
            reference.fault(
                    MappingKeys.RULE_NAME,
                    "the mapping has a rule of action " + key.action() + " and target " + key.target()
                            + " already; allowed is one");
        }
    }

    /** Says what is wrong with a reference that leads to no rule; nothing where a rule that cannot be read may be meant. */
    private void checkName(Values reference, String name) {
        List<String> names = rules.stream()
                .flatMap(draft -> draft.values().find(RuleType.NAME).stream())
                .distinct()
                .toList();
        if (names.contains(name)) {
            checkNamesake(reference, name);
        } else if (!unreadable && names.size() == 0) {
            reference.fault(
                    MappingKeys.RULE_NAME,
                    "no rule is called \"" + Shown.text(name)
                            + "\"; allowed is the name of one in the job's \"TransformationRules\", which has none");
        } else if (!unreadable) {
            reference.fault(
                    MappingKeys.RULE_NAME,
                    "no rule is called \"" + Shown.text(name) + "\"; "
                            + Nearest.suggestion(
                                    name, names.stream().map(Shown::text).toList()));
        }
    }

    private void checkNamesake(Values reference, String name) {
        Optional<RuleKey> namesake = rules.stream()
                .flatMap(draft -> draft.key().stream())
                .filter(key -> key.name().equals(name) && key.action().takes(key.target()))
                .findFirst();
        if (namesake.isPresent() && key(reference).isPresent()) {
            reference.fault(
                    MappingKeys.RULE_ACTION,
                    "the rule \"" + Shown.text(name) + "\" has the action "
                            + namesake.get().action() + " and the target "
                            + namesake.get().target() + "; allowed is to say so here");
        }
    }

    private static Stream<Values> references(Values mapping) {
        return mapping.find(MappingKeys.REFERENCES).orElse(List.of()).stream();
    }

    private static Optional<RuleKey> key(Values reference) {
        return RuleKey.of(
                reference.find(MappingKeys.RULE_NAME),
                reference.find(MappingKeys.RULE_ACTION),
                reference.find(MappingKeys.RULE_TARGET));
    }

    /** Returns the mappings with their rules; only for a job without a fault. */
    List<TableMapping> mappings() {
        List<TableMapping> made = new ArrayList<>();
        for (Values mapping : mappings) {
            List<TransformationRule> linked = references(mapping)
                    .map(reference -> key(reference).map(byKey::get).orElseThrow())
                    .map(draft -> draft.rule().orElseThrow())
                    .toList();
            made.add(new TableMapping(TableSelection.of(mapping.get(MappingKeys.SELECTION)), linked));
        }
        return made;
    }
}
