package dev.sluice.postgresql;

import dev.sluice.preflight.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** What becomes of all rows in a table, whatever they hold: things that would make each of them dirty, or not last. */
final class TargetRows {
    private static final String CHECK = "destination rows";

    private final PgSession session;
    private final TargetTable target;
    private final Relation relation;

    TargetRows(PgSession session, TargetTable target) {
        this.session = session;
        this.target = target;
        this.relation = target.relation();
    }

    List<Finding> run() {
        return new Checks(Side.DESTINATION)
                .make(CHECK, this::unfilled)
                .make(CHECK, this::withoutPartition)
                .make(CHECK, this::rowSecurity)
                .make(CHECK, this::unlogged)
                .findings();
    }

    private List<Finding> unfilled() {
        List<String> written =
                target.columns().stream().map(RelationColumn::name).toList();
        List<String> columns = unfillable().stream()
                .filter(column -> !written.contains(column))
                .toList();
        if (columns.isEmpty()) {
            return List.of();
        }
        String detail = String.join(", ", columns) + " of " + relation.label()
                + " must not be NULL, has no default and is not written";
        String cure = "Name it in the writer's column, or: "
                + columns.stream()
                        .map(column -> "ALTER TABLE " + relation.quoted() + " ALTER COLUMN "
                                + Quoting.identifier(column) + " SET DEFAULT ...")
                        .collect(Collectors.joining("; "));
        return List.of(
                canBeFilled()
                        ? Finding.warning(CHECK, detail + "; a trigger or rule has to fill it", cure)
                        : Finding.failed(CHECK, detail + ", so that every row would be dirty", cure));
    }

    private List<String> unfillable() {
        return session.query("""
                SELECT a.attname
                  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
                 WHERE c.oid = ?::oid AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
                   AND (a.attnotnull OR t.typnotnull) AND NOT a.atthasdef AND a.attidentity = '' AND t.typdefault IS NULL
                 ORDER BY a.attnum""", row -> row.getString(1), relation.oid());
    }

    /** The bits of {@code tgtype} are those of the server's {@code pg_trigger.h}: 1 for each row, 2 before, 4 insert. */
    private boolean canBeFilled() {
        return target.loading() == TargetTable.Loading.STAGED || is("""
                        WITH RECURSIVE tree AS (
                            SELECT ?::oid AS oid
                             UNION ALL
                            SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON t.oid = i.inhparent)
                        SELECT EXISTS (SELECT 1 FROM pg_trigger
                                        WHERE tgrelid IN (SELECT oid FROM tree) AND NOT tgisinternal
                                          AND tgtype & 7 = 7 AND tgenabled <> 'D')""");
    }

    private List<Finding> withoutPartition() {
        boolean homeless = relation.kind() == RelationKind.PARTITIONED_TABLE
                && is("SELECT NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhparent = ?::oid)");
        return homeless
                ? List.of(Finding.failed(
                        CHECK,
                        relation.label() + " has no partition, so that every row would be dirty",
                        "CREATE TABLE ... PARTITION OF " + relation.quoted() + " FOR VALUES ..."))
                : List.of();
    }

    private List<Finding> rowSecurity() {
        return is("SELECT row_security_active(?::oid)")
                ? List.of(Finding.warning(
                        CHECK,
                        "row-level security of " + relation.label() + " is in force for " + session.user()
                                + ": a row that no policy allows is dirty (42501)",
                        RowSecurity.bypassFor(session)))
                : List.of();
    }

    private List<Finding> unlogged() {
        return is("SELECT relpersistence = 'u' FROM pg_class WHERE oid = ?::oid")
                ? List.of(Finding.warning(
                        CHECK,
                        relation.label() + " is unlogged: it is empty after a crash of the server",
                        "ALTER TABLE " + relation.quoted() + " SET LOGGED"))
                : List.of();
    }

    private boolean is(String query) {
        return session.query(query, row -> row.getBoolean(1), relation.oid()).contains(true);
    }
}
