package dev.sluice.postgresql;

import dev.sluice.row.ColumnType;
import dev.sluice.row.PgTypes;
import java.util.Set;

/**
 * A column of a source table beside the one of the destination that its values go to.
 *
 * @param target the destination's
 * @param source the type that its values have as they come
 * @param identity whether the server refuses to change it by UPDATE: GENERATED ALWAYS AS IDENTITY
 */
record AppliedColumn(RelationColumn target, ColumnType source, boolean identity) {
    private static final Set<Integer> FLOATS = Set.of(700, 701, 1021, 1022);

    /** Returns whether the binary form of its values is the same on both sides. */
    boolean binary() {
        return PgTypes.portable(source) && source.oid() == target.type().oid();
    }

    /** Returns whether it holds real, double precision or an array of those. */
    boolean isFloat() {
        return FLOATS.contains(target.type().oid());
    }

    String quoted() {
        return target.quoted();
    }
}
