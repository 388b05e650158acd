package dev.sluice.postgresql;

import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.ChosenTables.Candidate;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether the tables that a job chooses can be published, and the changes of their rows be told apart. */
final class PublicationChecks {
    private static final String TABLES = "source tables";
    private static final String PUBLICATION = "publication";
    private static final String IDENTITY = "replica identity";

    /** Which of some tables belong to others; one that is gone meanwhile belongs to nobody. */
    private static final String FOREIGN = """
            SELECT nspname, relname
              FROM unnest(CAST(? AS text[]), CAST(? AS text[])) WITH ORDINALITY AS asked (schema, name, place)
                   JOIN pg_namespace n ON nspname = schema
                   JOIN pg_class c ON relnamespace = n.oid AND relname = name
             WHERE NOT pg_has_role(relowner, 'USAGE') ORDER BY place""";

    /** Which of some relations have nothing that identifies their rows, each with the index that could. */
    private static final String UNIDENTIFIED = """
            SELECT c.oid::int8, (
                   SELECT k.relname FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid
                    WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid
                      AND i.indpred IS NULL AND i.indexprs IS NULL
                      AND @sure
                    ORDER BY i.indnatts, k.relname LIMIT 1)
              FROM pg_class c
             WHERE c.oid = ANY (CAST(? AS int8[])::oid[]) AND relreplident <> 'f'
               AND NOT EXISTS (
                   SELECT 1 FROM pg_index
                    WHERE indrelid = c.oid
                      AND CASE relreplident WHEN 'd' THEN indisprimary WHEN 'i' THEN indisreplident END)""".replace("@sure", NoNulls.inKey());

    private final PgSession session;
    private final RealtimeJob job;
    private final ChosenTables chosen;

    PublicationChecks(PgSession session, RealtimeJob job, ChosenTables chosen) {
        this.session = session;
        this.job = job;
        this.chosen = chosen;
    }

    List<Finding> run() {
        return new Checks(Side.SOURCE)
                .make(TABLES, this::tables)
                .make(PUBLICATION, this::publication)
                .make(IDENTITY, this::identities)
                .findings();
    }

    private List<Finding> tables() {
        List<Finding> findings = new ArrayList<>();
        for (Candidate refused : chosen.refused(true)) {
            findings.add(Finding.failed(
                            TABLES,
                            refused.name() + " " + chosen.obstacle(refused).orElseThrow()
                                    + ", whose changes are not in the WAL",
                            "Exclude it from TableMappings"
                                    + (refused.persistence() == 'u'
                                            ? ", or ALTER TABLE " + Quoting.table(refused.name()) + " SET LOGGED"
                                            : ""))
                    .about(List.of(refused.name())));
        }
        List<Candidate> leftOut = chosen.refused(false);
        if (!leftOut.isEmpty()) {
            findings.add(Finding.warning(
                    TABLES,
                    "left out, since their changes are not in the WAL: "
                            + leftOut.stream()
                                    .map(one -> one.name() + " ("
                                            + chosen.obstacle(one).orElseThrow() + ")")
                                    .collect(Collectors.joining(", ")),
                    "Exclude them from TableMappings to be asked no more"));
        }
        findings.add(count());
        return findings;
    }

    /** Says how many tables there are. */
    Finding count() {
        int count = chosen.tables().size();
        return count > 0
                ? Finding.ok(TABLES, count + (count == 1 ? " is chosen" : " are chosen"))
                : Finding.failed(
                        TABLES,
                        "the rules of " + job.name() + " choose no table",
                        "Correct TableMappings, or make the tables");
    }

    private List<Finding> publication() {
        Publication publication = new Publication(session, job.identity().publication());
        List<TableName> needed = chosen.published(session.majorVersion());
        if (!publication.exists() && session.isInRecovery()) {
            return List.of(unwritable("there is no " + publication.name(), publication.statement(needed)));
        }
        if (!publication.exists()) {
            List<Finding> findings = new ArrayList<>(owners(needed));
            if (!session.isTrue("SELECT has_database_privilege(current_database(), 'CREATE')")) {
                findings.add(Finding.failed(
                        PUBLICATION,
                        session.user() + " may not make one in this database",
                        "GRANT CREATE ON DATABASE " + Quoting.identifier(session.database()) + " TO "
                                + Quoting.identifier(session.user())));
            }
            return findings;
        }
        Set<TableName> present = publication.tables();
        List<TableName> missing =
                needed.stream().filter(table -> !present.contains(table)).toList();
        if (!missing.isEmpty() && session.isInRecovery()) {
            return List.of(unwritable(
                            publication.name() + " lacks "
                                    + missing.stream().map(TableName::toString).collect(Collectors.joining(", ")),
                            publication.statement(missing))
                    .about(chosen.above(missing)));
        }
        List<Finding> findings = new ArrayList<>(missing.isEmpty() ? List.of() : owners(missing));
        findings.addAll(new PublicationGaps(session, job, chosen).find());
        if (findings.isEmpty()) {
            findings.add(Finding.ok(PUBLICATION, publication.name() + " is there and is used as it is"));
        }
        return findings;
    }

    private static Finding unwritable(String what, String statement) {
        return Finding.failed(
                PUBLICATION,
                what + ", and on a standby no publication can be made or changed",
                "On the primary: " + statement);
    }

    /** Only its owner adds a table to a publication. */
    private List<Finding> owners(List<TableName> tables) {
        List<TableName> foreign = session.query(
                FOREIGN,
                row -> new TableName(row.getString(1), row.getString(2)),
                tables.stream().map(TableName::schema).toArray(String[]::new),
                tables.stream().map(TableName::table).toArray(String[]::new));
        if (foreign.isEmpty()) {
            return List.of();
        }
        String list = foreign.stream().map(Quoting::table).collect(Collectors.joining(", "));
        String name = Quoting.identifier(job.identity().publication());
        return List.of(Finding.failed(
                        "table owner",
                        session.user() + " does not own "
                                + foreign.stream().map(TableName::toString).collect(Collectors.joining(", "))
                                + ", and only owners publish a table",
                        "As the owner, who also needs CREATE on the database: CREATE PUBLICATION " + name
                                + " FOR TABLE " + list + "; or, where it is there: ALTER PUBLICATION " + name
                                + " ADD TABLE " + list)
                .about(chosen.above(foreign)));
    }

    /** A published table whose rows nothing identifies refuses updates and deletes, of whatever program. */
    private List<Finding> identities() {
        return identities(chosen.tables());
    }

    /** Looks at those of the chosen tables. */
    List<Finding> identities(List<SourceTable> tables) {
        Set<TableName> names = tables.stream().map(SourceTable::name).collect(Collectors.toSet());
        List<Candidate> leaves = chosen.leaves().stream()
                .filter(leaf -> chosen.chosenAbove(leaf)
                        .filter(above -> names.contains(above.name()))
                        .isPresent())
                .toList();
        Map<Long, Optional<String>> unidentified = new HashMap<>();
        session.query(
                UNIDENTIFIED, row -> unidentified.put(row.getLong(1), Optional.ofNullable(row.getString(2))), (Object)
                        leaves.stream().map(Candidate::oid).toArray(Long[]::new));
        return leaves.stream()
                .filter(leaf -> unidentified.containsKey(leaf.oid()))
                .map(leaf -> Finding.failed(
                                IDENTITY,
                                "nothing identifies the rows of " + leaf.name()
                                        + ": once it is published, PostgreSQL refuses its updates and deletes, of any program",
                                "ALTER TABLE " + Quoting.table(leaf.name()) + " REPLICA IDENTITY "
                                        + unidentified
                                                .getOrDefault(leaf.oid(), Optional.empty())
                                                .map(index -> "USING INDEX " + Quoting.identifier(index))
                                                .orElse("FULL"))
                        .about(chosen.above(List.of(leaf.name()))))
                .toList();
    }
}
