package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.Nearest;
import java.util.List;
import java.util.stream.Collectors;

/** What is said when the catalogue does not have what a job file names. */
final class MissingRelation {
    private final PgSession session;
    private final Catalog catalog;

    MissingRelation(PgSession session, Catalog catalog) {
        this.session = session;
        this.catalog = catalog;
    }

    /** {@code otherwise} is the next step where the name is nowhere else either. */
    SyncException error(String written, String otherwise) {
        return new SyncException(
                ErrorCode.PREFLIGHT_FAILED,
                "There is no table " + written + " in the " + session.side().label() + " that " + session.user()
                        + " can see",
                hint(written, otherwise),
                null);
    }

    /** A slip in a table's name is looked for in the schema that is written, or where names without one are. */
    private String similar(String written) {
        NamePath path = NamePath.parse(written.strip());
        List<String> parts = path.parts();
        String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : "public";
        if (!catalog.isSchema(schema)) {
            return "There is no schema " + schema + ": CREATE SCHEMA " + Quoting.identifier(schema) + ". ";
        }
        return Nearest.to(path.last(), catalog.relationsOf(schema))
                .map(near -> "Did you mean " + schema + "." + near + "? ")
                .orElse("");
    }

    private String hint(String written, String otherwise) {
        List<Catalog.Namesake> namesakes = catalog.namesakes(NamePath.parse(written));
        if (namesakes.isEmpty()) {
            return similar(written) + otherwise;
        }
        String hint = "Write the schema in front; there is "
                + namesakes.stream().map(Catalog.Namesake::quoted).collect(Collectors.joining(", "));
        String grants = namesakes.stream()
                .filter(namesake -> !namesake.usable())
                .map(namesake -> ". Missing: GRANT USAGE ON SCHEMA " + Quoting.identifier(namesake.schema()) + " TO "
                        + Quoting.identifier(session.user()))
                .distinct()
                .collect(Collectors.joining());
        return hint + grants;
    }
}
