package dev.sluice.postgresql;

import dev.sluice.job.CopySettings.MissingSchemas;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    List<Finding> check(Collection<TableName> tables) {
        Set<TableName> missing =
                tables.stream().filter(table -> catalog.find(table).isEmpty()).collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        missing.stream().map(TableName::schema).distinct().sorted().forEach(schema -> findings.addAll(schema(schema)));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    CHECK, tables.size() - missing.size() + " are there, " + missing.size() + " will be made"));
        }
        return findings;
    }

    private List<Finding> schema(String schema) {
        String quoted = Quoting.identifier(schema);
        if (catalog.isSchema(schema)) {
            return session.isTrue("SELECT has_schema_privilege(?, 'CREATE')", schema)
                    ? List.of()
                    : List.of(Finding.failed(
                            CHECK,
                            session.user() + " may not make the missing tables in the schema " + schema,
                            "GRANT CREATE ON SCHEMA " + quoted + " TO " + Quoting.identifier(session.user())));
        }
        if (schemas == MissingSchemas.REFUSE) {
            return List.of(Finding.failed(
                    CHECK, "there is no schema " + schema + ", and the job makes none", "CREATE SCHEMA " + quoted));
        }
        return session.isTrue("SELECT has_database_privilege(current_database(), 'CREATE')")
                ? List.of()
                : List.of(Finding.failed(
                        CHECK,
                        session.user() + " may not make the missing schema " + schema,
                        "CREATE SCHEMA " + quoted + " AUTHORIZATION " + Quoting.identifier(session.user())));
    }
}
