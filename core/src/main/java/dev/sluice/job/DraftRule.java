package dev.sluice.job;

import java.util.Optional;

/**
 * One of the rules of a real-time job, as far as it could be read.
 *
 * @param values name, action and target, and where to report what is wrong between rules
 * @param rule the rule itself, if all of it is right
 */
record DraftRule(Values values, Optional<TransformationRule> rule) {
    Optional<RuleKey> key() {
        return RuleKey.of(values.find(RuleType.NAME), values.find(RuleType.ACTION), values.find(RuleType.TARGET));
    }

    /** What a rule is found by. */
    record RuleKey(String name, RuleAction action, ObjectKind target) {
        static Optional<RuleKey> of(Optional<String> name, Optional<RuleAction> action, Optional<ObjectKind> target) {
            return name.isPresent() && action.isPresent() && target.isPresent()
                    ? Optional.of(new RuleKey(name.get(), action.get(), target.get()))
                    : Optional.empty();
        }
    }
}
