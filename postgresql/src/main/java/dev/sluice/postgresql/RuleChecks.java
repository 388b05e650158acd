package dev.sluice.postgresql;

import dev.sluice.change.ExtraColumn;
import dev.sluice.change.ExtraColumn.Fixed;
import dev.sluice.connector.ExtraColumns;
import dev.sluice.job.DmlAction;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TableName;
import dev.sluice.job.TransformationRule;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks whether what the rules AddColumn and HandleDml say can be done with the tables of one side. */
final class RuleChecks {
    private static final String COLUMNS = "columns of rules";
    private static final String CONDITIONS = "filter conditions";

    private final PgSession session;
    private final RealtimeJob job;
    private final ExtraColumns extras;
    private final String database;

    /** {@code database} is the source's, {@code destination} the destination's as far as it is known. */
    RuleChecks(PgSession session, RealtimeJob job, String database, String destination) {
        this.session = session;
        this.job = job;
        this.extras = new ExtraColumns(job, database, destination);
        this.database = database;
    }

    private Optional<TableMapping> mapping(TableName table) {
        return job.mappingOf(database, table.schema(), table.table());
    }

    /**
     * Looks at tables of the source. A job that has begun is not stopped by a column that came meanwhile: it goes without
     * that one's values.
     */
    List<Finding> ofSource(List<TableName> tables, boolean begun) {
        Findings findings = new Findings();
        Catalog catalog = new Catalog(session);
        for (TableName table : tables) {
            Optional<TableMapping> mapping = mapping(table);
            List<ExtraColumn> made = extras.of(table);
            if (made.isEmpty() && mapping.filter(RuleChecks::filters).isEmpty()) {
                continue;
            }
            Relation relation = catalog.require(table);
            made.forEach(column -> findings.add(clash(relation, column.name(), rule(mapping.get(), column), begun)));
            findings.add(twice(mapping.get()));
            conditions(mapping.get(), relation, made, findings);
        }
        return findings.all();
    }

    private static Optional<Finding> clash(Relation table, String column, String rule, boolean begun) {
        if (table.columns().stream().noneMatch(own -> own.name().equals(column))) {
            return Optional.empty();
        }
        String detail = place(rule) + "the source's " + table.label() + " has a column " + column + " of its own";
        String cure = "Give the rule's column another name, or leave the table to another mapping";
        return Optional.of(
                begun
                        ? Finding.warning(COLUMNS, detail + ", whose values are left out", cure)
                        : Finding.failed(COLUMNS, detail, cure));
    }

    private static String rule(TableMapping mapping, ExtraColumn column) {
        return Objects.requireNonNull(mapping.columnsOfRules().get(column.name()));
    }

    private static String place(String rule) {
        return "TransformationRules, \"%s\": ".formatted(rule);
    }

    /** Two rules of a mapping may not make the same column. */
    private static Optional<Finding> twice(TableMapping mapping) {
        return mapping.deletedColumn()
                .filter(mark -> mapping.addedColumns().stream()
                        .anyMatch(added -> added.name().equals(mark)))
                .map(mark -> Finding.failed(
                        COLUMNS,
                        place(String.valueOf(mapping.columnsOfRules().get(mark))) + "the column " + mark
                                + ", which marks deleted rows, is also one of AddColumn",
                        "Take it out of AddColumn, or set another deletedColumn"));
    }

    private static boolean filters(TableMapping mapping) {
        return mapping.dml().update() instanceof DmlAction.Filter
                || mapping.dml().delete() instanceof DmlAction.Filter;
    }

    private void conditions(TableMapping mapping, Relation table, List<ExtraColumn> made, Findings findings) {
        if (mapping.dml().update() instanceof DmlAction.Filter filter) {
            findings.add(condition(mapping, "Update", filter.condition(), table, made));
        }
        if (mapping.dml().delete() instanceof DmlAction.Filter filter) {
            findings.add(condition(mapping, "Delete", filter.condition(), table, made));
        }
    }

    /** The server reads the condition, over no row. */
    private Optional<Finding> condition(
            TableMapping mapping, String kind, String condition, Relation table, List<ExtraColumn> made) {
        String columns = Stream.concat(
                        table.columns().stream().map(RelationColumn::quoted),
                        made.stream()
                                .filter(extra -> table.columns().stream()
                                        .noneMatch(column -> column.name().equals(extra.name())))
                                .map(extra ->
                                        "NULL::" + extra.type().name() + " AS " + Quoting.identifier(extra.name())))
                .collect(Collectors.joining(", "));
        try {
            int statements = session.executeAll("SELECT FROM (SELECT " + columns + " FROM " + table.quoted() + ") AS "
                            + Quoting.identifier(table.name()) + " WHERE (" + condition + "\n) LIMIT 0")
                    .size();
            return statements == 1
                    ? Optional.empty()
                    : Optional.of(misfit(mapping, kind, condition, table, "it holds more than a condition"));
        } catch (SQLException e) {
            return Optional.of(misfit(mapping, kind, condition, table, PgErrors.message(e)));
        }
    }

    private static Finding misfit(TableMapping mapping, String kind, String condition, Relation table, String reason) {
        return Finding.failed(
                CONDITIONS,
                place(rule(mapping)) + "filterCondition of " + kind + " cannot be asked of " + table.label() + ": "
                        + reason,
                "Correct the condition \"%s\"; it is SQL as behind WHERE, on the table's columns".formatted(condition));
    }

    private static String rule(TableMapping mapping) {
        return mapping.rules().stream()
                .filter(TransformationRule.HandleDml.class::isInstance)
                .map(TransformationRule::name)
                .findFirst()
                .orElseThrow();
    }

    /** Looks at those of the destination's tables that are there; keys are the source's tables. */
    List<Finding> ofDestination(Map<TableName, TableName> tables) {
        Findings findings = new Findings();
        Catalog catalog = new Catalog(session);
        tables.forEach((source, destination) -> catalog.find(destination).ifPresent(relation -> {
            List<ExtraColumn> made = extras.of(source);
            mapping(source).ifPresent(mapping -> {
                made.forEach(column -> findings.add(column(relation, column, rule(mapping, column))));
                conditions(mapping, relation, made, findings);
            });
        }));
        return findings.all();
    }

    private Optional<Finding> column(Relation table, ExtraColumn wanted, String rule) {
        Optional<RelationColumn> there = table.columns().stream()
                .filter(column -> column.name().equals(wanted.name()))
                .findFirst();
        String where = place(rule) + "the destination's " + table.label();
        String alter = "ALTER TABLE " + table.quoted();
        String name = Quoting.identifier(wanted.name());
        if (there.isEmpty()) {
            return Optional.of(Finding.failed(
                    COLUMNS,
                    where + " has no column " + wanted.name(),
                    alter + " ADD COLUMN " + TableMaker.extra(wanted)));
        }
        if (there.get().generated()) {
            return Optional.of(Finding.failed(
                    COLUMNS,
                    where + " computes the column " + wanted.name(),
                    alter + " ALTER COLUMN " + name + " DROP EXPRESSION"));
        }
        if (wanted.isMark() && there.get().type().oid() != wanted.type().oid()) {
            return Optional.of(Finding.failed(
                    COLUMNS,
                    where + " has a column " + wanted.name() + " of type "
                            + there.get().type().name() + ", and not boolean",
                    alter + " ALTER COLUMN " + name + " TYPE boolean USING " + name + "::text::boolean"));
        }
        return refusal(wanted, there.get())
                .map(reason -> Finding.failed(
                        COLUMNS,
                        where + " cannot hold the rule's value in " + wanted.name() + ", "
                                + there.get().type().name() + ": " + reason,
                        alter + " ALTER COLUMN " + name + " TYPE "
                                + wanted.type().name() + " USING " + name + "::"
                                + wanted.type().name()));
    }

    /** A value goes in by the input function of the column's type. */
    private Optional<String> refusal(ExtraColumn wanted, RelationColumn there) {
        String value = wanted.isMark() ? "f" : wanted.content() instanceof Fixed fixed ? fixed.text() : "1700000000000";
        try {
            session.execute(
                    "SELECT " + Quoting.literal(value) + "::" + there.type().name());
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(PgErrors.message(e));
        }
    }

    /** What was found; where nothing is wrong, that. */
    private static final class Findings {
        private final List<Finding> findings = new ArrayList<>();
        private boolean looked;

        void add(Optional<Finding> finding) {
            looked = true;
            finding.filter(one -> !findings.contains(one)).ifPresent(findings::add);
        }

        List<Finding> all() {
            if (looked && findings.stream().noneMatch(one -> one.outcome() == Outcome.FAILED)) {
                findings.add(Finding.ok(COLUMNS, "what the rules AddColumn and HandleDml say can be done"));
            }
            return findings;
        }
    }
}
