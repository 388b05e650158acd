package dev.sluice.row;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL's built-in types whose COPY binary form is portable between servers of version 10 and later, one entry each;
 * every array type of theirs comes with it. Enums, domains over other types, composites and the types of extensions are
 * not here: their object identifiers differ from server to server.
 *
 * <p>Some entries hold on a condition: money and interval as {@link Dialect} says; xml on a UTF-8 connection, where no
 * encoding is declared in the value. Object identifiers are those of the server's
 * catalogue file {@code pg_type.dat}; binary forms are those of the types' send functions.
 */
public final class PgTypes {
    static final int BOX = 603;

    private static final int JSONB = 3802;

    /** {@code "char"}, a single byte. */
    private static final int CHAR = 18;

    private static final Set<Integer> MONEY = Set.of(790, 791);
    private static final Set<Integer> INTERVALS = Set.of(1186, 1187);

    /** Not portable: no server's receive function takes the empty query that its send function gives. */
    private static final int TSQUERY = 3615;

    private static final int TSQUERY_ARRAY = 3645;

    /** Those whose binary form is text in the client's encoding, to its end: name, text, json, xml, bpchar, varchar, jsonb. */
    private static final Set<Integer> TEXTS = Set.of(19, 25, 114, 142, 1042, 1043, JSONB);

    private static final List<PgType> TYPES = List.of(
            new PgType("bool", 16, 1000, Numbers::bool),
            new PgType("bytea", 17, 1001, Texts::bytea),
            new PgType("char", 18, 1002, Texts::singleByte),
            new PgType("name", 19, 1003, Texts::text),
            new PgType("int8", 20, 1016, Numbers::int8),
            new PgType("int2", 21, 1005, Numbers::int2),
            new PgType("int4", 23, 1007, Numbers::int4),
            new PgType("text", 25, 1009, Texts::text),
            new PgType("oid", 26, 1028, Numbers::oid),
            new PgType("json", 114, 199, Texts::text),
            new PgType("xml", 142, 143, Texts::text),
            new PgType("point", 600, 1017, Shapes::point),
            new PgType("lseg", 601, 1018, Shapes::lseg),
            new PgType("path", 602, 1019, Shapes::path),
            new PgType("box", BOX, 1020, Shapes::box),
            new PgType("polygon", 604, 1027, Shapes::polygon),
            new PgType("line", 628, 629, Shapes::line),
            new PgType("cidr", 650, 651, Addresses::inet),
            new PgType("float4", 700, 1021, Numbers::float4),
            new PgType("float8", 701, 1022, Numbers::float8),
            new PgType("circle", 718, 719, Shapes::circle),
            new PgType("macaddr8", 774, 775, Addresses::macaddr8),
            new PgType("money", 790, 791, Numbers::money),
            new PgType("macaddr", 829, 1040, Addresses::macaddr),
            new PgType("inet", 869, 1041, Addresses::inet),
            new PgType("bpchar", 1042, 1014, Texts::text),
            new PgType("varchar", 1043, 1015, Texts::text),
            new PgType("date", 1082, 1182, DateTimes::date),
            new PgType("time", 1083, 1183, DateTimes::time),
            new PgType("timestamp", 1114, 1115, DateTimes::timestamp),
            new PgType("timestamptz", 1184, 1185, DateTimes::timestamptz),
            new PgType("interval", 1186, 1187, IntervalText::render),
            new PgType("timetz", 1266, 1270, DateTimes::timetz),
            new PgType("bit", 1560, 1561, Texts::bits),
            new PgType("varbit", 1562, 1563, Texts::bits),
            new PgType("numeric", 1700, 1231, NumericText::render),
            new PgType("uuid", 2950, 2951, Texts::uuid),
            new PgType("pg_lsn", 3220, 3221, Numbers::lsn),
            new PgType("tsvector", 3614, 3643, TextSearch::tsvector),
            new PgType("tsquery", TSQUERY, TSQUERY_ARRAY, TextSearch::tsquery),
            new PgType("jsonb", JSONB, 3807, Texts::versioned),
            new PgType("int4range", 3904, 3905, new RangeText(Numbers::int4)),
            new PgType("numrange", 3906, 3907, new RangeText(NumericText::render)),
            new PgType("tsrange", 3908, 3909, new RangeText(DateTimes::timestamp)),
            new PgType("tstzrange", 3910, 3911, new RangeText(DateTimes::timestamptz)),
            new PgType("daterange", 3912, 3913, new RangeText(DateTimes::date)),
            new PgType("int8range", 3926, 3927, new RangeText(Numbers::int8)),
            new PgType("jsonpath", 4072, 4073, Texts::versioned),
            new PgType("int4multirange", 4451, 6150, RangeText.multirange(Numbers::int4)),
            new PgType("nummultirange", 4532, 6151, RangeText.multirange(NumericText::render)),
            new PgType("tsmultirange", 4533, 6152, RangeText.multirange(DateTimes::timestamp)),
            new PgType("tstzmultirange", 4534, 6153, RangeText.multirange(DateTimes::timestamptz)),
            new PgType("datemultirange", 4535, 6155, RangeText.multirange(DateTimes::date)),
            new PgType("int8multirange", 4536, 6157, RangeText.multirange(Numbers::int8)));

    private static final Map<Integer, PgType> BY_OID = byOid();

    private PgTypes() {}

    /** Returns whether values of the type can go from server to server in binary form. */
    public static boolean portable(ColumnType type) {
        return BY_OID.containsKey(type.oid()) && type.oid() != TSQUERY && type.oid() != TSQUERY_ARRAY;
    }

    /** Returns whether the binary form of a value is text, so that a zero byte in it is U+0000. */
    public static boolean isText(ColumnType type) {
        return TEXTS.contains(type.oid());
    }

    /** Returns whether the type is jsonb, or a domain over it. */
    public static boolean isJsonb(ColumnType type) {
        return type.oid() == JSONB;
    }

    /** Returns whether the type is money, an array of it, or a domain over one of them. */
    public static boolean isMoney(ColumnType type) {
        return MONEY.contains(type.oid());
    }

    /** Returns whether the type is interval, an array of it, or a domain over one of them. */
    public static boolean isInterval(ColumnType type) {
        return INTERVALS.contains(type.oid());
    }

    /** Returns whether the type is {@code "char"}, or a domain over it. */
    public static boolean isSingleByte(ColumnType type) {
        return type.oid() == CHAR;
    }

    /** Returns the type with that object identifier, which may be that of an array type. */
    public static Optional<PgType> find(int oid) {
        return Optional.ofNullable(BY_OID.get(oid));
    }

    /** Returns every type that is not an array type, in the order of their object identifiers. */
    public static List<PgType> scalars() {
        return TYPES;
    }

    private static Map<Integer, PgType> byOid() {
        Map<Integer, PgType> types = new HashMap<>();
        for (PgType type : TYPES) {
            types.put(type.oid(), type);
            types.put(type.arrayOid(), type.array());
        }
        return Map.copyOf(types);
    }
}
