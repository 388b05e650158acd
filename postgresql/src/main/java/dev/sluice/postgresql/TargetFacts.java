package dev.sluice.postgresql;

import java.util.List;
import java.util.Set;

/** Asks a destination's catalogue what matters to applying changes. The queries run on PostgreSQL 10 to 18. */
final class TargetFacts {
    private final PgSession session;
    private final ApplyRole role;

    /** {@code role} is the one in which changes are applied. */
    TargetFacts(PgSession session, ApplyRole role) {
        this.session = session;
        this.role = role;
    }

    /** Returns whether policies decide which of the table's rows this user sees. */
    boolean isUnderPolicies(Relation relation) {
        return is("SELECT row_security_active(?::oid)", relation);
    }

    /**
     * Returns whether a trigger or rule of the table or its partitions does something when changes are applied, foreign
     * keys included. What checks a deferred unique constraint is a trigger, too, but does nothing.
     */
    boolean isReacting(Relation relation) {
        String firing = "IN ('A', " + Quoting.literal(role.letter()) + ")";
        return is("""
                WITH RECURSIVE tree AS (
                    SELECT ?::oid AS oid
                     UNION ALL
                    SELECT inhrelid FROM tree JOIN pg_inherits ON inhparent = tree.oid)
                SELECT EXISTS (SELECT 1 FROM tree JOIN pg_trigger ON tgrelid = tree.oid
                                WHERE tgenabled %1$s AND tgfoid <> 'pg_catalog.unique_key_recheck'::regproc)
                    OR EXISTS (SELECT 1 FROM tree JOIN pg_rewrite ON ev_class = tree.oid
                                WHERE ev_enabled %1$s AND ev_type <> '1')""".formatted(firing), relation);
    }

    /** Binary COPY wants a binary input function of every column, also of those that it does not name. */
    boolean takesBinary(Relation relation) {
        return is("""
                SELECT NOT EXISTS (
                    SELECT 1 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                     WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped AND t.typreceive = 0)""", relation);
    }

    private boolean is(String question, Relation relation) {
        return session.query(question, row -> row.getBoolean(1), relation.oid()).contains(true);
    }

    /** Returns the names of the columns that are GENERATED ALWAYS AS IDENTITY. */
    Set<String> identities(Relation relation) {
        return Set.copyOf(session.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = ?::oid AND attidentity = 'a' AND NOT attisdropped",
                row -> row.getString(1),
                relation.oid()));
    }

    /** Returns the columns, in its order, of each unique index of plain columns that holds for all rows. */
    List<List<String>> uniqueIndexes(Relation relation) {
        return session.query("""
                SELECT ARRAY(SELECT a.attname::text
                               FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
                               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                              WHERE k.position <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)
                              ORDER BY k.position)
                  FROM pg_index i
                 WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid
                   AND i.indpred IS NULL AND i.indexprs IS NULL""", row -> List.of((String[]) row.getArray(1).getArray()), relation.oid());
    }
}
