package dev.sluice.postgresql;

import dev.sluice.job.CopySettings.MissingSchemas;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks whether the tables that a destination lacks can be made there. */
final class MissingTables {
    private static final String CHECK = "destination tables";

    private final PgSession session;
    private final Catalog catalog;
    private final MissingSchemas schemas;

    /** {@code schemas} says what is done where a schema is missing. */
    MissingTables(PgSession session, MissingSchemas schemas) {
        this.session = session;
        this.catalog = new Catalog(session);
        this.schemas = schemas;
    }

    /** Looks at the destination's tables for some of the source's. */
    List<Finding> check(Map<TableName, TableName> tables) {
        Map<String, List<TableName>> missing = new TreeMap<>();
        tables.forEach((source, table) -> {
            if (catalog.find(table).isEmpty()) {
                missing.computeIfAbsent(table.schema(), schema -> new ArrayList<>())
                        .add(source);
            }
        });
        List<Finding> findings = new ArrayList<>();
        missing.forEach((schema, sources) ->
                schema(schema).map(one -> one.about(sources)).ifPresent(findings::add));
        if (findings.isEmpty()) {
            long made = missing.values().stream().mapToLong(List::size).sum();
            findings.add(Finding.ok(CHECK, tables.size() - made + " are there, " + made + " will be made"));
        }
        return findings;
    }

    private Optional<Finding> schema(String schema) {
        String quoted = Quoting.identifier(schema);
        if (catalog.isSchema(schema)) {
            return failure(
                    session.isTrue("SELECT has_schema_privilege(?, 'CREATE')", schema),
                    session.user() + " may not make the missing tables in the schema " + schema,
                    "GRANT CREATE ON SCHEMA " + quoted + " TO " + Quoting.identifier(session.user()));
        }
        if (schemas == MissingSchemas.REFUSE) {
            return failure(
                    false, "there is no schema " + schema + ", and the job makes none", "CREATE SCHEMA " + quoted);
        }
        return failure(
                session.isTrue("SELECT has_database_privilege(current_database(), 'CREATE')"),
                session.user() + " may not make the missing schema " + schema,
                "CREATE SCHEMA " + quoted + " AUTHORIZATION " + Quoting.identifier(session.user()));
    }

    private static Optional<Finding> failure(boolean well, String detail, String cure) {
        return well ? Optional.empty() : Optional.of(Finding.failed(CHECK, detail, cure));
    }
}
