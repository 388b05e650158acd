package dev.sluice.job;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The tables that one mapping chooses. The rules make one set: a table belongs to it when its name, its schema's and its database's each match
 * an Include of their kind, where there is one, and none of them matches an Exclude. Schemas of the system are never chosen. Immutable.
 */
public final class TableSelection {
    private static final String RESERVED_PREFIX = "pg_";
    private static final String INFORMATION_SCHEMA = "information_schema";

    private final List<SelectionRule> rules;
    private final List<NameTest> tests;

    private TableSelection(List<SelectionRule> rules) {
        this.rules = List.copyOf(rules);
        this.tests = this.rules.stream().map(NameTest::of).toList();
    }

    /**
     * Returns the selection that some rules make.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TableSelection of(List<SelectionRule> rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("a selection needs a rule");
        }
        return new TableSelection(rules);
    }

    /** Returns the rules in the order of the file. */
    public List<SelectionRule> rules() {
        return rules;
    }

    /** Returns whether a table is chosen; the names are those of the catalogue, without quotes. */
    public boolean matches(String database, String schema, String table) {
        return matchesSchema(database, schema) && chosen(ObjectKind.TABLE, table);
    }

    /** Returns whether tables of a schema may be chosen, by the rules for databases and schemas alone. */
    public boolean matchesSchema(String database, String schema) {
        return !schema.startsWith(RESERVED_PREFIX)
                && !schema.equals(INFORMATION_SCHEMA)
                && chosen(ObjectKind.DATABASE, database)
                && chosen(ObjectKind.SCHEMA, schema);
    }

    /** Returns whether a rule names a table itself, and not by a pattern. */
    public boolean names(String table) {
        return rules.stream()
                .anyMatch(rule -> rule.kind() == ObjectKind.TABLE
                        && rule.action() == SelectionRule.Action.INCLUDE
                        && rule.match() == SelectionRule.Match.EXACT
                        && rule.expression().equals(table));
    }

    private boolean chosen(ObjectKind kind, String name) {
        boolean mustBeIncluded = false;
        boolean included = false;
        for (NameTest test : tests) {
            if (test.rule.kind() != kind) {
                continue;
            }
            boolean matches = test.matcher.test(name);
            if (test.rule.action() == SelectionRule.Action.INCLUDE) {
                mustBeIncluded = true;
                included |= matches;
            } else if (matches) {
                return false;
            }
        }
        return included || !mustBeIncluded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableSelection selection && rules.equals(selection.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }

    private record NameTest(SelectionRule rule, Predicate<String> matcher) {
        static NameTest of(SelectionRule rule) {
            return rule.match() == SelectionRule.Match.REGEX
                    ? new NameTest(rule, Pattern.compile(rule.expression()).asMatchPredicate())
                    : new NameTest(rule, rule.expression()::equals);
        }
    }
}
