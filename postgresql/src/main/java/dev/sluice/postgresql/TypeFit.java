package dev.sluice.postgresql;

import dev.sluice.row.ColumnType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether some text of one type may be a text of another, as the destination reads it. Types of users are left to the
 * server, row by row; so is whatever goes to or comes from a string.
 */
final class TypeFit {
    private static final List<String> WHOLE_NUMBERS = List.of("0", "1", "-1");

    /** A date may be written as a number. */
    private static final List<String> NUMBERS = List.of("0", "1", "-1", "20240131");

    private static final List<String> JSONS = List.of("1", "true", "null", "\"a\"");

    /** Texts of types, by the object identifiers of {@code pg_type.dat}; of other types no text is tried. */
    private static final Map<Integer, List<String>> TEXTS = Map.ofEntries(
            Map.entry(16, List.of("t", "f")),
            Map.entry(20, NUMBERS),
            Map.entry(21, WHOLE_NUMBERS),
            Map.entry(23, NUMBERS),
            Map.entry(26, NUMBERS),
            Map.entry(114, JSONS),
            Map.entry(142, List.of("1", "<a/>")),
            Map.entry(700, NUMBERS),
            Map.entry(701, NUMBERS),
            Map.entry(790, List.of("$1.00")),
            Map.entry(1082, List.of("2024-01-31")),
            Map.entry(1083, List.of("12:34:56")),
            Map.entry(1114, List.of("2024-01-31 00:00:00")),
            Map.entry(1184, List.of("2024-01-31 00:00:00+00")),
            Map.entry(1186, List.of("1 day", "01:00:00")),
            Map.entry(1266, List.of("12:34:56+00")),
            Map.entry(1700, NUMBERS),
            Map.entry(2950, List.of("123e4567-e89b-42d3-a456-426614174000")),
            Map.entry(3802, JSONS));

    /** These read nearly everything, as something else: bytea, "char". */
    private static final Set<Integer> NOT_TRIED = Set.of(17, 18);

    private final PgSession session;

    TypeFit(PgSession session) {
        this.session = session;
    }

    boolean canHold(ColumnType from, ColumnType to) {
        return from.oid() == to.oid()
                || !from.builtIn()
                || !to.builtIn()
                || isRelated(from, to)
                || (!NOT_TRIED.contains(to.oid()) && readsAny(TEXTS.getOrDefault(from.oid(), List.of()), to));
    }

    /**
     * Where there is a cast, its result can be read from the value's text, but for money, whose text has a currency sign, and
     * boxes, whose two corners would make a polygon of two points. The source may have types that the destination is too
     * old for: they go to strings, and their arrays to arrays.
     */
    private boolean isRelated(ColumnType from, ColumnType to) {
        return session.query("""
                        SELECT 1 FROM pg_type t LEFT JOIN pg_type f ON f.oid = ?::oid
                         WHERE t.oid = ?::oid
                           AND ('S' IN (f.typcategory, t.typcategory)
                                OR f.typcategory = 'X'
                                OR coalesce(f.typcategory, 'A') = 'A' AND t.typcategory = 'A'
                                OR EXISTS (SELECT 1 FROM pg_cast
                                            WHERE castsource = f.oid AND casttarget = t.oid AND castcontext <> 'e'
                                              AND (f.typname, t.typname)
                                                  NOT IN (('money', 'numeric'), ('box', 'polygon'))))""", row -> row.getInt(1), from.oid(), to.oid()).size() > 0;
    }

    private boolean readsAny(List<String> texts, ColumnType to) {
        String type = texts.isEmpty() ? "" : new Catalog(session).type(to.oid()).name();
        return texts.stream().anyMatch(text -> reads(text, type));
    }

    private boolean reads(String text, String type) {
        try {
            session.execute("SELECT " + Quoting.literal(text) + "::" + type);
            return true;
        } catch (SQLException e) {
            if (PgErrors.isRowFault(e)) {
                return false;
            }
            throw session.failed(e, "The destination cannot be asked what " + type + " reads");
        }
    }
}
