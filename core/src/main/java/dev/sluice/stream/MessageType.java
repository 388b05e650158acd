package dev.sluice.stream;

import dev.sluice.row.ColumnType;

/** The six types of values that messages know, by PostgreSQL's types. */
enum MessageType {
    /** boolean: true or false. */
    BOOLEAN,
    /** smallint, integer, bigint, oid: a number without a fraction. */
    LONG,
    /** real, double precision: a number; the strings NaN, Infinity and -Infinity, for which JSON has none. */
    DOUBLE,
    /**
     * date, timestamp with and without time zone: milliseconds since 1970-01-01T00:00:00Z, with a fraction where there are
     * microseconds; the strings infinity and -infinity.
     */
    DATE,
    /** bytea: a string in Base64. */
    BYTES,
    /** Everything else, numeric too, which no number of most readers holds: PostgreSQL's own text. */
    STRING;

    static MessageType of(ColumnType type) {
        return switch (type.oid()) {
            case 16 -> BOOLEAN;
            case 20, 21, 23, 26 -> LONG;
            case 700, 701 -> DOUBLE;
            case 1082, 1114, 1184 -> DATE;
            case 17 -> BYTES;
            default -> STRING;
        };
    }
}
