package dev.sluice.postgresql;

import dev.sluice.change.ExtraColumn;
import dev.sluice.job.DmlAction;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TransformationRule;
import dev.sluice.preflight.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.core.Parser;

/** Looks whether the conditions of the rule HandleDml can be asked of tables: the server reads them, over no row. */
final class FilterChecks {
    private static final String CONDITIONS = "filter conditions";

    private final PgSession session;

    FilterChecks(PgSession session) {
        this.session = session;
    }

    /** Returns whether a mapping has conditions. */
    static boolean concern(TableMapping mapping) {
        return conditions(mapping).findAny().isPresent();
    }

    /** What one kind of change is asked. */
    private record Condition(String kind, String sql) {}

    private static Stream<Condition> conditions(TableMapping mapping) {
        return Stream.of(
                        condition("Update", mapping.dml().update()),
                        condition("Delete", mapping.dml().delete()))
                .flatMap(Optional::stream);
    }

    private static Optional<Condition> condition(String kind, DmlAction action) {
        return action instanceof DmlAction.Filter filter
                ? Optional.of(new Condition(kind, filter.condition()))
                : Optional.empty();
    }

    /** Returns what is wrong with the conditions of {@code table}, which has columns of rules besides. */
    List<Finding> of(TableMapping mapping, Relation table, List<ExtraColumn> made) {
        return conditions(mapping)
                .flatMap(condition ->
                        misfit(condition, table, made)
                                .map(reason -> misfit(mapping, condition, table, reason))
                                .stream())
                .toList();
    }

    private Optional<String> misfit(Condition condition, Relation table, List<ExtraColumn> made) {
        String query = "SELECT FROM (SELECT " + columns(table, made) + " FROM " + table.quoted() + ") AS "
                + Quoting.identifier(table.name()) + " WHERE (" + condition.sql() + "\n) LIMIT 0";
        try {
            if (Parser.parseJdbcSql(query, true, false, true, false, true).size() > 1) {
                return Optional.of("it holds more than a condition");
            }
            ask(query);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(PgErrors.message(e));
        }
    }

    /** Whatever a function in it does, nothing is changed. */
    private void ask(String query) throws SQLException {
        session.execute("BEGIN READ ONLY");
        try {
            session.executeAll(query);
        } finally {
            session.execute("ROLLBACK");
        }
    }

    private static String columns(Relation table, List<ExtraColumn> made) {
        return Stream.concat(
                        table.columns().stream().map(RelationColumn::quoted),
                        made.stream()
                                .filter(extra -> table.columns().stream()
                                        .noneMatch(column -> column.name().equals(extra.name())))
                                .map(extra ->
                                        "NULL::" + extra.type().name() + " AS " + Quoting.identifier(extra.name())))
                .collect(Collectors.joining(", "));
    }

    private static Finding misfit(TableMapping mapping, Condition condition, Relation table, String reason) {
        return Finding.failed(
                CONDITIONS,
                "TransformationRules, \"%s\": filterCondition of %s cannot be asked of %s: %s"
                        .formatted(rule(mapping), condition.kind(), table.label(), reason),
                "Correct the condition \"%s\"; it is SQL as behind WHERE, on the table's columns"
                        .formatted(condition.sql()));
    }

    private static String rule(TableMapping mapping) {
        return mapping.rules().stream()
                .filter(TransformationRule.HandleDml.class::isInstance)
                .map(TransformationRule::name)
                .findFirst()
                .orElseThrow();
    }
}
