package dev.sluice.postgresql;

import dev.sluice.job.Nearest;
import java.util.List;
import java.util.Optional;

/**
 * A relation as the catalogue has it.
 *
 * @param oid its object identifier
 * @param schema its schema's name, unquoted
 * @param name its name, unquoted
 * @param kind what it is
 * @param pages how many pages its rows take now, or those of its largest child; 0 where not all are in pages of this
 *     server
 * @param columns its columns in their order, dropped ones left out
 */
record Relation(long oid, String schema, String name, RelationKind kind, long pages, List<RelationColumn> columns) {
    Relation {
        columns = List.copyOf(columns);
    }

    /** Returns its full name as SQL. */
    String quoted() {
        return Quoting.identifier(schema) + "." + Quoting.identifier(name);
    }

    /** Returns its full name as SQL where its own rows are meant: not those of heirs, but those of partitions. */
    String quotedAlone() {
        return (kind == RelationKind.TABLE ? "ONLY " : "") + quoted();
    }

    /** Returns its name for people. */
    String label() {
        return schema + "." + name;
    }

    /** Says which columns there are, first the one that {@code written} looks like a slip of, where there is one. */
    String columnAdvice(String written) {
        List<String> names = columns.stream().map(RelationColumn::name).toList();
        return Nearest.to(NamePath.parse(written.strip()).last(), names)
                        .map(near -> "Did you mean " + near + "? ")
                        .orElse("")
                + "Its columns are " + String.join(", ", names);
    }

    /**
     * Finds the column that a job file means: the one of exactly that name, written plain or in double quotes. A plain
     * name that only fits in lower case is taken as PostgreSQL would.
     */
    Optional<RelationColumn> column(String written) {
        List<String> names = columns.stream().map(RelationColumn::name).toList();
        return NamePath.parse(written).among(names).map(name -> columns.get(names.indexOf(name)));
    }
}
