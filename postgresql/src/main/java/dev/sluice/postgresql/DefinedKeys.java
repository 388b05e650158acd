package dev.sluice.postgresql;

import dev.sluice.change.ColumnDefinition;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableMapping;
import dev.sluice.job.TableName;
import dev.sluice.job.TransformationRule.DefinePrimaryKey;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether the tables of a source have the columns of the keys that a job defines for them. */
final class DefinedKeys {
    private final PgSession session;
    private final RealtimeJob job;

    DefinedKeys(PgSession session, RealtimeJob job) {
        this.session = session;
        this.job = job;
    }

    List<Finding> check(List<SourceTable> tables) {
        List<Finding> findings = new ArrayList<>();
        for (SourceTable table : tables) {
            rule(table).ifPresent(rule -> findings.addAll(missing(table.name(), rule)));
        }
        return findings;
    }

    private Optional<DefinePrimaryKey> rule(SourceTable table) {
        return job.mappingOf(table.database(), table.name()).flatMap(TableMapping::primaryKey);
    }

    private List<Finding> missing(TableName table, DefinePrimaryKey rule) {
        List<String> columns = new Definitions(session)
                .of(table).columns().stream().map(ColumnDefinition::name).toList();
        return rule.columns().stream()
                .filter(column -> !columns.contains(column))
                .map(column -> Finding.failed(
                                "DefinePrimaryKey",
                                "%s has no column %s, which the rule \"%s\" makes a part of its key"
                                        .formatted(table, column, rule.name()),
                                "Correct the columns of that rule, or give the table a mapping of its own")
                        .about(List.of(table)))
                .toList();
    }
}
