package dev.sluice.postgresql;

import dev.sluice.connector.Progress;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableName;
import dev.sluice.preflight.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks what the publication of a job leaves out of the changes of its tables: kinds of changes, rows, columns. See the
 * PostgreSQL documentation, chapter "Publication".
 */
final class PublicationGaps {
    private static final String PUBLICATION = "publication";

    private final PgSession session;
    private final RealtimeJob job;
    private final ChosenTables chosen;
    private final Publication publication;

    PublicationGaps(PgSession session, RealtimeJob job, ChosenTables chosen) {
        this.session = session;
        this.job = job;
        this.chosen = chosen;
        this.publication = new Publication(session, job.identity().publication());
    }

    /** Returns a failure for each; none where there is no publication. */
    List<Finding> find() {
        Stream<Finding> kinds = publication.withheld().stream().map(this::withheld);
        Stream<Finding> parts = publication.parts().stream()
                .map(chosen::find)
                .flatMap(Optional::stream)
                .filter(table -> chosen.chosenAbove(table).isPresent())
                .map(table -> part(table.name()));
        Stream<Finding> roots = publication.isViaRoot() ? Stream.of(viaRoot()) : Stream.of();
        return Stream.of(kinds, parts, roots).flatMap(findings -> findings).toList();
    }

    private Finding withheld(String kinds) {
        String cure = "ALTER PUBLICATION " + quoted() + " SET (publish = 'insert, update, delete"
                + (session.majorVersion() >= 11 ? ", truncate')" : "')");
        boolean begun =
                new ReplicationSlot(job.identity().slot()).state(session).isPresent();
        return Finding.failed(
                PUBLICATION,
                publication.name() + " does not publish " + kinds,
                begun ? cure + "; the destination lacks what was left out meanwhile: " + Progress.BEGIN_ANEW : cure);
    }

    private Finding viaRoot() {
        return Finding.failed(
                PUBLICATION,
                publication.name()
                        + " publishes partitions under the names of their tables, and leaves out the TRUNCATE"
                        + " of a single one",
                "ALTER PUBLICATION " + quoted() + " SET (publish_via_partition_root = false)");
    }

    /** A table that is taken out is copied anew where it was followed. */
    private Finding part(TableName table) {
        return Finding.failed(
                PUBLICATION,
                publication.name() + " publishes only a part of " + table + ", some rows or columns",
                "ALTER PUBLICATION " + quoted() + " DROP TABLE " + Quoting.table(table)
                        + "; the job adds it again, and copies it anew");
    }

    private String quoted() {
        return Quoting.identifier(publication.name());
    }
}
