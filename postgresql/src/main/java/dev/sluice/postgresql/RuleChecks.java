package dev.sluice.postgresql;

import dev.sluice.change.ExtraColumn;
import dev.sluice.connector.ExtraColumns;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Looks whether what the rules AddColumn and HandleDml say can be done with the tables of one side. */
final class RuleChecks {
    private static final String COLUMNS = "columns of rules";

    /** A time as changes have it: one of thirteen digits. */
    private static final long SOME_MILLIS = 1_700_000_000_000L;

    private final PgSession session;
    private final RealtimeJob job;
    private final ExtraColumns extras;
    private final FilterChecks filters;
    private final String database;

    /** {@code database} is the source's, {@code destination} the destination's as far as it is known. */
    RuleChecks(PgSession session, RealtimeJob job, String database, String destination) {
        this.session = session;
        this.job = job;
        this.extras = new ExtraColumns(job, database, destination);
        this.filters = new FilterChecks(session);
        this.database = database;
    }

    private Optional<TableMapping> mapping(TableName table) {
        return job.mappingOf(database, table);
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
            if (made.isEmpty() && mapping.filter(FilterChecks::concern).isEmpty()) {
                continue;
            }
            Relation relation = catalog.require(table);
            made.forEach(column -> findings.add(clash(relation, column.name(), rule(mapping.get(), column), begun)));
            findings.add(twice(mapping.get()));
            filters.of(mapping.get(), relation, made).stream()
                    .map(one -> one.about(List.of(table)))
                    .forEach(findings::add);
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

    /** Looks at those of the destination's tables that are there; keys are the source's tables. */
    List<Finding> ofDestination(Map<TableName, TableName> tables) {
        Findings findings = new Findings();
        Catalog catalog = new Catalog(session);
        tables.forEach((source, destination) -> catalog.find(destination).ifPresent(relation -> {
            List<ExtraColumn> made = extras.of(source);
            mapping(source).ifPresent(mapping -> {
                made.forEach(column -> findings.add(
                        column(relation, column, rule(mapping, column)).map(one -> one.about(List.of(source)))));
                filters.of(mapping, relation, made).stream()
                        .map(one -> one.about(List.of(source)))
                        .forEach(findings::add);
            });
        }));
        return findings.all();
    }

    private Optional<Finding> column(Relation table, ExtraColumn wanted, String rule) {
        Optional<RelationColumn> there = table.columns().stream()
                .filter(column -> column.name().equals(wanted.name()))
                .findFirst();
        String change = "ALTER COLUMN " + Quoting.identifier(wanted.name());
        String type = wanted.type().name();
        if (there.isEmpty()) {
            String detail = "has no column " + wanted.name();
            return Optional.of(misfit(table, rule, detail, "ADD COLUMN " + TableMaker.extra(wanted)));
        }
        if (there.get().generated()) {
            String detail = "computes the column " + wanted.name();
            return Optional.of(misfit(table, rule, detail, change + " DROP EXPRESSION"));
        }
        String found = there.get().type().name();
        String cast = change + " TYPE " + type + " USING " + Quoting.identifier(wanted.name()) + "::";
        if (wanted.isMark() && there.get().type().oid() != wanted.type().oid()) {
            String detail = "has a column " + wanted.name() + " of type " + found + ", and not " + type;
            return Optional.of(misfit(table, rule, detail, cast + "text::" + type));
        }
        String detail = "cannot hold the rule's value in " + wanted.name() + ", " + found + ": ";
        return refusal(wanted, there.get()).map(reason -> misfit(table, rule, detail + reason, cast + type));
    }

    private static Finding misfit(Relation table, String rule, String detail, String alteration) {
        return Finding.failed(
                COLUMNS,
                place(rule) + "the destination's " + table.label() + " " + detail,
                "ALTER TABLE " + table.quoted() + " " + alteration);
    }

    /** A value goes in by the input function of the column's type. */
    private Optional<String> refusal(ExtraColumn wanted, RelationColumn there) {
        String value = wanted.content().text(SOME_MILLIS, false);
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
            finding.ifPresent(this::add);
        }

        void add(Finding finding) {
            if (!findings.contains(finding)) {
                findings.add(finding);
            }
        }

        List<Finding> all() {
            if (looked && findings.stream().noneMatch(one -> one.outcome() == Outcome.FAILED)) {
                findings.add(Finding.ok(COLUMNS, "what the rules AddColumn and HandleDml say can be done"));
            }
            return findings;
        }
    }
}
