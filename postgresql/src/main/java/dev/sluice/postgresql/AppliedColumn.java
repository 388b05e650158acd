package dev.sluice.postgresql;

import dev.sluice.row.ColumnType;
import dev.sluice.row.PgTypes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A column of a source table beside the one of the destination that its values go to.
 *
 * @param target the destination's
 * @param source the type that its values have as they come
 * @param identity whether the server refuses to change it by UPDATE: GENERATED ALWAYS AS IDENTITY
 */
record AppliedColumn(RelationColumn target, ColumnType source, boolean identity) {
    /** Floats, timestamptz, and ranges and arrays of that. */
    private static final Set<Integer> WITHOUT_ONE_TEXT =
            Set.of(700, 701, 1021, 1022, 1184, 1185, 3910, 3911, 4534, 6153);

    /** Types that have no comparison of their own. */
    private static final Map<String, String> COMPARED_AS = Map.of("varchar", "text", "cidr", "inet");

    /** Returns whether the binary form of its values is the same on both sides. */
    boolean binary() {
        return PgTypes.portable(source) && !isConverted();
    }

    /** Returns whether servers and sessions write the same value in several ways. */
    boolean hasSeveralTexts() {
        return WITHOUT_ONE_TEXT.contains(target.type().oid());
    }

    /** Returns whether the destination makes values of another type of what comes. */
    boolean isConverted() {
        return source.oid() != target.type().oid();
    }

    /**
     * Returns the server's name of the type by which it compares values at the destination; empty where they are arrays, or it
     * is not known.
     */
    Optional<String> comparedAs() {
        return PgTypes.scalars().stream()
                .filter(type -> type.oid() == target.type().oid())
                .map(type -> COMPARED_AS.getOrDefault(type.name(), type.name()))
                .findFirst();
    }

    String quoted() {
        return target.quoted();
    }
}
