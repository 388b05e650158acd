package dev.sluice.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Values of one type as PostgreSQL reads them.
 *
 * @param type the type's name in SQL
 * @param since the first major version that has the type and all of these values
 * @param special the values where mistakes live: lowest, highest, empty, odd
 * @param random makes any other value
 */
record RenderingSamples(String type, int since, List<String> special, Function<Random, String> random) {
    private static final String[] WORDS = {
        "a",
        "B c",
        "",
        "null",
        "NULL",
        "\"",
        "\\",
        "'",
        "{",
        "}",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\b",
        "\f",
        "\u000b",
        "é",
        "漢字",
        "\uD83D\uDE00",
        "İı",
        "\\N",
        "\\.",
        "(",
        "[",
        "\\x41",
        "\u007f",
        "\u0001",
        " x ",
        "${v}",
        "%s"
    };

    @Override
    public String toString() {
        return type + " since " + since;
    }

    /** Returns the special values and {@code count} random ones. */
    List<String> values(Random source, int count) {
        List<String> values = new ArrayList<>(special);
        for (int i = 0; i < count; i++) {
            values.add(random.apply(source));
        }
        return values;
    }

    static List<RenderingSamples> all() {
        return List.of(
                new RenderingSamples("bool", 10, List.of("t", "f"), r -> Boolean.toString(r.nextBoolean())),
                new RenderingSamples("int2", 10, List.of("0", "-32768", "32767"), r -> "" + (short) r.nextInt()),
                new RenderingSamples("int4", 10, List.of("0", "-2147483648", "2147483647"), r -> "" + r.nextInt()),
                new RenderingSamples(
                        "int8", 10, List.of("0", "" + Long.MIN_VALUE, "" + Long.MAX_VALUE), RenderingSamples::int8),
                new RenderingSamples("oid", 10, List.of("0", "4294967295"), r -> Integer.toUnsignedString(r.nextInt())),
                new RenderingSamples("float4", 10, FLOAT4, r -> "" + Float.intBitsToFloat(r.nextInt())),
                new RenderingSamples("float8", 10, FLOAT8, RenderingSamples::float8),
                new RenderingSamples("numeric", 10, NUMERIC, RenderingSamples::numeric),
                new RenderingSamples("numeric", 14, List.of("Infinity", "-Infinity"), RenderingSamples::numeric),
                new RenderingSamples(
                        "numeric(12,5)",
                        10,
                        List.of("0", "-0.00001", "9999999.99999"),
                        r -> "" + BigDecimal.valueOf(r.nextInt() / 1000, r.nextInt(6))),
                new RenderingSamples("money", 10, MONEY, r -> "" + BigDecimal.valueOf(r.nextLong(), 2)),
                new RenderingSamples("text", 10, List.of(WORDS), RenderingSamples::text),
                new RenderingSamples("varchar", 10, List.of("", " a "), RenderingSamples::text),
                new RenderingSamples("bpchar(9)", 10, List.of("", "a  "), r -> cut(text(r), 9)),
                new RenderingSamples("name", 10, List.of("", "n".repeat(63)), r -> cut(text(r), 15)),
                new RenderingSamples(
                        "\"char\"", 10, List.of("", "\\", "\"", ",", " "), r -> "" + (char) (1 + r.nextInt(127))),
                new RenderingSamples("\"char\"", 16, List.of("\\200", "\\377"), r -> "" + (char) (1 + r.nextInt(127))),
                new RenderingSamples("bytea", 10, List.of("\\x", "\\x00ff"), r -> "\\x" + hex(r, 2 * r.nextInt(40))),
                new RenderingSamples("date", 10, DATE, RenderingSamples::date),
                new RenderingSamples("time", 10, TIME, RenderingSamples::time),
                new RenderingSamples("timetz", 10, TIMETZ, r -> time(r) + zone(r)),
                new RenderingSamples("timestamp", 10, TIMESTAMP, RenderingSamples::timestamp),
                new RenderingSamples("timestamptz", 10, TIMESTAMP, RenderingSamples::timestamp),
                new RenderingSamples(
                        "timestamp(2)", 10, List.of("2000-01-01 00:00:00.125"), RenderingSamples::timestamp),
                new RenderingSamples("interval", 10, INTERVAL, RenderingSamples::interval),
                new RenderingSamples(
                        "interval",
                        17,
                        List.of("infinity", "-infinity", "-2562047788:00:54.775807"),
                        RenderingSamples::interval),
                new RenderingSamples("uuid", 10, List.of("0".repeat(32), "f".repeat(32)), r -> hex(r, 32)),
                new RenderingSamples("json", 10, List.of("null", " { \"a\" : [1, 2.50] } "), RenderingSamples::json),
                new RenderingSamples(
                        "jsonb", 10, List.of("null", "{\"b\":1,\"a\":[]}", "\"\\u0041\\n\""), RenderingSamples::json),
                new RenderingSamples(
                        "jsonpath", 12, List.of("$", "strict $.a[*] ? (@ > 1)"), r -> "$.a" + r.nextInt(9)),
                new RenderingSamples("xml", 10, XML, r -> "<a b=\"" + r.nextInt() + "\">é</a>"),
                new RenderingSamples("bit(11)", 10, List.of("0".repeat(11), "1".repeat(11)), r -> bits(r, 11)),
                new RenderingSamples(
                        "varbit", 10, List.of("", "1", "10000000", "000000001"), r -> bits(r, r.nextInt(70))),
                new RenderingSamples("inet", 10, INET, RenderingSamples::address),
                new RenderingSamples(
                        "cidr", 10, List.of("0.0.0.0/0", "10.1.2.3/32", "::/0", "fe80::/10"), r -> ip4(r) + "/32"),
                new RenderingSamples("macaddr", 10, List.of("00:00:00:00:00:00"), r -> hex(r, 12)),
                new RenderingSamples("macaddr8", 10, List.of("ff:ff:ff:ff:ff:ff:ff:ff"), r -> hex(r, 16)),
                new RenderingSamples(
                        "point", 10, List.of("(0,-0)", "(Infinity,NaN)", "(1e300,-1e-300)"), RenderingSamples::point),
                new RenderingSamples("lseg", 10, List.of("[(0,0),(0,0)]"), r -> "[" + points(r, 2) + "]"),
                new RenderingSamples("box", 10, List.of("(0,0),(0,0)"), r -> points(r, 2)),
                new RenderingSamples("line", 10, List.of("{1,-1,0}"), r -> "{" + number(r) + ",1," + number(r) + "}"),
                new RenderingSamples(
                        "path", 10, List.of("[(0,0)]", "((0,0))"), r -> "[" + points(r, 1 + r.nextInt(4)) + "]"),
                new RenderingSamples("polygon", 10, List.of("((0,0))"), r -> "(" + points(r, 1 + r.nextInt(4)) + ")"),
                new RenderingSamples(
                        "circle", 10, List.of("<(0,0),0>"), r -> "<" + point(r) + "," + r.nextInt(99) + ">"),
                new RenderingSamples("tsvector", 10, TSVECTOR, RenderingSamples::tsvector),
                new RenderingSamples("tsquery", 10, TSQUERY, r -> tsquery(r, 5)),
                new RenderingSamples("pg_lsn", 10, List.of("0/0", "FFFFFFFF/FFFFFFFF"), r -> "A/" + hex(r, 7)),
                new RenderingSamples("int4range", 10, RANGE, r -> range(r, false, x -> "" + x.nextInt())),
                new RenderingSamples("int8range", 10, RANGE, r -> range(r, false, x -> "" + x.nextInt())),
                new RenderingSamples("numrange", 10, RANGE, r -> range(r, false, x -> "" + x.nextInt() + ".50")),
                new RenderingSamples("daterange", 10, TIME_RANGE, r -> range(r, true, RenderingSamples::laterDate)),
                new RenderingSamples("tsrange", 10, TIME_RANGE, r -> range(r, true, x -> laterDate(x) + " 01:02:03.4")),
                new RenderingSamples(
                        "tstzrange", 10, TIME_RANGE, r -> range(r, true, x -> laterDate(x) + " 01:02:03+04")),
                new RenderingSamples("int4multirange", 14, MULTIRANGE, RenderingSamples::multirange),
                new RenderingSamples("int8multirange", 14, MULTIRANGE, RenderingSamples::multirange),
                new RenderingSamples("nummultirange", 14, MULTIRANGE, RenderingSamples::multirange),
                new RenderingSamples("datemultirange", 14, TIME_MULTIRANGE, r -> "{[" + date(r) + ",)}"),
                new RenderingSamples("tsmultirange", 14, TIME_MULTIRANGE, r -> "{[\"" + timestamp(r) + "\",)}"),
                new RenderingSamples("tstzmultirange", 14, TIME_MULTIRANGE, r -> "{[\"" + timestamp(r) + "\",)}"));
    }

    private static final List<String> FLOAT4 = List.of(
            "0",
            "-0",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e-45",
            "3.4028235e38",
            "1.17549435e-38",
            "16777216",
            "999999",
            "1e6",
            "0.0001",
            "0.00001",
            "1.5e-5",
            "123456",
            "1234567",
            "8388608",
            "9.8607613e-32",
            "0.3",
            "2e23",
            "5.0e-39");
    private static final List<String> FLOAT8 = List.of(
            "0",
            "-0",
            "NaN",
            "Infinity",
            "-Infinity",
            "5e-324",
            "1.7976931348623157e308",
            "2.2250738585072014e-308",
            "1e14",
            "1e15",
            "999999999999999",
            "123456789012345.6",
            "9007199254740993",
            "9223372036854775808",
            "0.1",
            "0.0001",
            "0.00001",
            "1e23",
            "2e23",
            "2e-44",
            "5.684341886080802e-14",
            "9.5367431640625e-07",
            "2.0e-3",
            "1.0e22",
            "4.35",
            "2.2204460492503131e-16",
            "1.8014398509481984e16",
            "3.6028797018963968e16",
            "8.41e21",
            "2.109808898695963e16");
    private static final List<String> NUMERIC = List.of(
            "0",
            "0.000",
            "NaN",
            "1",
            "-1",
            "10000",
            "9999",
            "100000000",
            "0.0001",
            "0.00001",
            "1e-100",
            "-1e100",
            "1.10",
            "12345.678900",
            "1e131071",
            "1e-16383",
            "0." + "0".repeat(16382) + "1",
            "9".repeat(400) + "." + "9".repeat(400));
    private static final List<String> MONEY =
            List.of("0", "0.01", "-0.01", "-1.10", "92233720368547758.07", "-92233720368547758.08");
    private static final List<String> DATE = List.of(
            "infinity",
            "-infinity",
            "2000-01-01",
            "1999-12-31",
            "0001-01-01",
            "0001-12-31 BC",
            "4713-01-01 BC",
            "5874897-12-31",
            "1900-02-28",
            "2000-02-29",
            "10000-01-01",
            "0005-02-29 BC");
    private static final List<String> TIME =
            List.of("00:00", "24:00", "23:59:59.999999", "00:00:00.000001", "12:30:00.5");
    private static final List<String> TIMETZ =
            List.of("00:00+00", "24:00-15:59:59", "12:00+15:59", "01:02:03.000400+05:30", "00:00-00:00:01");
    private static final List<String> TIMESTAMP = List.of(
            "infinity",
            "-infinity",
            "2000-01-01 00:00:00",
            "1999-12-31 23:59:59.999999",
            "0001-01-01 00:00:00 BC",
            "4713-01-01 00:00:00 BC",
            "294276-12-31 23:59:59.999999",
            "10000-01-01 00:00:00.1",
            "2016-12-31 23:59:60",
            "1970-01-01 24:00:00");
    private static final List<String> INTERVAL = List.of(
            "0",
            "1 year",
            "-1 year",
            "2 years 1 mon -1 day",
            "-1 day 1 second",
            "1 mon -1 day 25:00:00.000001",
            "-0.000001 s",
            "-178956970 years -8 mons",
            "178956970 years 7 mons",
            "2147483647 days",
            "-596523 hours",
            "596523 hours -1 us",
            "-1 mon 5 days -01:02:03.5",
            "1 day -00:00:01",
            "-1 mon 00:00:01",
            "13 mons");
    private static final List<String> XML = List.of(
            "<a/>",
            "text only",
            "<?xml version=\"1.0\" encoding=\"LATIN1\"?><a>é</a>",
            "<?xml version=\"1.0\" standalone=\"yes\"?><a/>",
            "\n<a>&amp;</a>\n",
            "<a/><b/>");
    private static final List<String> INET = List.of(
            "0.0.0.0",
            "255.255.255.255/0",
            "10.1.2.3/24",
            "::",
            "::1",
            "::/0",
            "::ffff:1.2.3.4",
            "::1.2.3.4/100",
            "1::",
            "1::8",
            "0:0:0:1::",
            "1:0:0:2:0:0:0:3",
            "1:0:2:3:4:5:6:7",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127",
            "::2:0:0",
            "::ffff:0:0",
            "::1:0",
            "0:1:0:1:0:1:0:1");
    private static final List<String> TSVECTOR =
            List.of("", "a", "a:1", "a:1A,2B,3C,4D b", "'it''s' 'back\\\\slash' 'with blank':16383", "'é':5");
    private static final List<String> TSQUERY = List.of(
            "",
            "a",
            "!a",
            "!!a",
            "a & b | c",
            "a & (b | c)",
            "(a <-> b) <-> c",
            "a <-> (b <-> c)",
            "a <5> b",
            "!(a | b)",
            "!(a & b)",
            "a:*AB & b:D",
            "a <-> !b",
            "(a | b) <-> c",
            "'it''s':*",
            "a & !(b <-> c | d)",
            "a | b & c <2> !d");
    private static final List<String> RANGE = List.of("empty", "(,)", "[1,)", "(,1]", "[1,2)", "(1,5]", "[1,1]");
    private static final List<String> TIME_RANGE = List.of(
            "empty", "(,)", "[2000-01-01,infinity)", "(-infinity,2000-01-01]", "[0044-03-15 BC,)", "(,2000-02-29)");
    private static final List<String> MULTIRANGE = List.of("{}", "{(,)}", "{[1,2),[5,6)}", "{(,1],[7,)}");
    private static final List<String> TIME_MULTIRANGE =
            List.of("{}", "{(,)}", "{[2000-01-01,2000-01-02),[2001-01-01,)}");

    private static String int8(Random r) {
        return "" + (r.nextLong() >> r.nextInt(64));
    }

    private static String float8(Random r) {
        return switch (r.nextInt(4)) {
            case 0 -> "" + Double.longBitsToDouble(r.nextLong());
            case 1 -> "" + Math.scalb(1.0, r.nextInt(2000) - 1000);
            case 2 -> "" + BigDecimal.valueOf(r.nextInt(), r.nextInt(12));
            default -> "" + (double) r.nextLong();
        };
    }

    private static String numeric(Random r) {
        return new BigDecimal(new BigInteger(1 + r.nextInt(200), r), r.nextInt(80)).toPlainString();
    }

    private static String number(Random r) {
        return "" + BigDecimal.valueOf(r.nextInt(), r.nextInt(12));
    }

    private static String text(Random r) {
        return IntStream.range(0, r.nextInt(6))
                .mapToObj(i -> WORDS[r.nextInt(WORDS.length)])
                .collect(Collectors.joining());
    }

    private static String cut(String text, int characters) {
        return text.substring(
                0, text.offsetByCodePoints(0, Math.min(characters, text.codePointCount(0, text.length()))));
    }

    private static String hex(Random r, int digits) {
        return IntStream.range(0, digits)
                .mapToObj(i -> Integer.toHexString(r.nextInt(16)))
                .collect(Collectors.joining());
    }

    private static String bits(Random r, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> r.nextBoolean() ? "1" : "0")
                .collect(Collectors.joining());
    }

    private static String two(int value) {
        return value < 10 ? "0" + value : "" + value;
    }

    private static String date(Random r) {
        String year = "" + (1000 + r.nextInt(r.nextBoolean() ? 3000 : 200_000));
        boolean bc = r.nextInt(5) == 0;
        return (bc ? "0" + (100 + r.nextInt(899)) : year) + "-" + two(1 + r.nextInt(12)) + "-" + two(1 + r.nextInt(28))
                + (bc ? " BC" : "");
    }

    private static String laterDate(Random r) {
        return (2000 + r.nextInt(7000)) + "-" + two(1 + r.nextInt(12)) + "-" + two(1 + r.nextInt(28));
    }

    private static String time(Random r) {
        String fraction = r.nextBoolean() ? "" : "." + (1_000_000 + r.nextInt(1_000_000));
        return two(r.nextInt(24)) + ":" + two(r.nextInt(60)) + ":" + two(r.nextInt(60)) + fraction.replace(".1", ".");
    }

    private static String zone(Random r) {
        return (r.nextBoolean() ? "+" : "-") + two(r.nextInt(15)) + ":" + two(r.nextInt(60));
    }

    private static String timestamp(Random r) {
        String date = date(r);
        return date.endsWith(" BC") ? date.replace(" BC", " " + time(r) + " BC") : date + " " + time(r);
    }

    private static String interval(Random r) {
        return (r.nextInt(2000) - 1000) * r.nextInt(2) + " mons " + (r.nextInt(90) - 45) * r.nextInt(2) + " days "
                + (r.nextInt() >> (12 + r.nextInt(20))) + " hours " + (r.nextInt() >> r.nextInt(32)) + " us";
    }

    private static String json(Random r) {
        return "{\"k" + r.nextInt(3) + "\": [" + r.nextInt() + ", \"漢\\\"\\t\", null, {}, " + number(r) + "]}";
    }

    private static String ip4(Random r) {
        return r.nextInt(256) + "." + r.nextInt(256) + "." + r.nextInt(256) + "." + r.nextInt(256);
    }

    private static String address(Random r) {
        if (r.nextInt(3) == 0) {
            return ip4(r) + "/" + r.nextInt(33);
        }
        return IntStream.range(0, 8)
                        .mapToObj(i -> r.nextBoolean() ? "0" : Integer.toHexString(r.nextInt(0x10000)))
                        .collect(Collectors.joining(":"))
                + "/" + (r.nextBoolean() ? 128 : r.nextInt(129));
    }

    private static String point(Random r) {
        return "(" + number(r) + "," + number(r) + ")";
    }

    private static String points(Random r, int count) {
        return IntStream.range(0, count).mapToObj(i -> point(r)).collect(Collectors.joining(","));
    }

    private static String tsvector(Random r) {
        return IntStream.range(0, r.nextInt(5))
                .mapToObj(i -> "'w" + r.nextInt(9) + "''\\\\'"
                        + (r.nextBoolean() ? "" : ":" + (1 + r.nextInt(99)) + "ABCD".charAt(r.nextInt(4))))
                .collect(Collectors.joining(" "));
    }

    private static String tsquery(Random r, int depth) {
        if (depth == 0 || r.nextInt(4) == 0) {
            return "w" + r.nextInt(9);
        }
        String left = tsquery(r, depth - 1);
        String right = tsquery(r, depth - 1);
        return switch (r.nextInt(4)) {
            case 0 -> "!(" + left + ")";
            case 1 -> "(" + left + " & " + right + ")";
            case 2 -> "(" + left + " | " + right + ")";
            default -> "(" + left + " <" + (1 + r.nextInt(3)) + "> " + right + ")";
        };
    }

    private static String range(Random r, boolean textual, Function<Random, String> bound) {
        String one = bound.apply(r);
        String other = bound.apply(r);
        int order = textual ? one.compareTo(other) : new BigDecimal(one).compareTo(new BigDecimal(other));
        String low = order < 0 ? one : other;
        String high = order < 0 ? other : one;
        return (r.nextBoolean() ? "[" : "(") + (r.nextInt(5) == 0 ? "" : low) + "," + (r.nextInt(5) == 0 ? "" : high)
                + (r.nextBoolean() ? "]" : ")");
    }

    private static String multirange(Random r) {
        int low = r.nextInt(1000);
        return "{[" + low + "," + (low + 5) + "),(" + (low + 10) + "," + (low + 20 + r.nextInt(9)) + ")}";
    }
}
