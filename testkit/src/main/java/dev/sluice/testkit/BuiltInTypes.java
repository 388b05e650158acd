package dev.sluice.testkit;

import static dev.sluice.testkit.TypeSample.sample;

import java.util.List;

/** PostgreSQL's own scalar types for data, beyond the reference list. */
final class BuiltInTypes {
    static final List<TypeSample> SAMPLES = List.of(
            sample("numeric", "null", "'Infinity'", "'-Infinity'").since(14),
            sample("numeric(5,-2)", "null", "0", "1234567").since(15),
            sample(
                    "timestamptz",
                    "null",
                    "'4714-11-24 00:00:00+00 BC'",
                    "'0001-12-31 23:59:59.999999+00 BC'",
                    "'1969-12-31 23:59:59.999999+00'",
                    "'2024-03-31 02:30:00+12:45'",
                    "'294276-12-31 23:59:59.999999+00'",
                    "'infinity'",
                    "'-infinity'"),
            sample("timestamptz(0)", "null", "'2024-12-31 23:59:59+00'"),
            sample(
                    "timetz",
                    "null",
                    "'00:00+00'",
                    "'00:00:00.000001-15:59'",
                    "'12:34:56.789-03:30'",
                    "'24:00+15:59'",
                    "'12:00+15:59:59'"),
            sample(
                    "interval",
                    "null",
                    "'0'",
                    "'00:00:00.000001'",
                    "'-00:00:00.000001'",
                    "'1 mon -1 day +00:00:00.000001'",
                    "'-1 year 30 days 24:00:00'",
                    "'178000000 years'",
                    "'-178000000 years'"),
            sample("interval day to second(3)", "null", "'3 days 04:05:06.789'"),
            sample("interval", "null", "'infinity'", "'-infinity'").since(17),
            sample(
                    "uuid",
                    "null",
                    "'00000000-0000-0000-0000-000000000000'",
                    "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                    "'123e4567-e89b-42d3-a456-426614174000'"),
            sample(
                    "json",
                    "null",
                    "'null'",
                    "'{}'",
                    "' [ ] '",
                    "'{\"a\": 1,  \"a\": 2}'",
                    "'\"\\u0000\\ud83d\\ude00\"'",
                    "'{\"数据\": \"a\\tb\\\\N\\n\"}'",
                    "'1e400'"),
            sample(
                    "jsonb",
                    "null",
                    "'null'",
                    "'{}'",
                    "'[]'",
                    "'\"\"'",
                    "'{\"b\": [1, {\"c\": null}], \"a\": 1.10}'",
                    "'{\"数据\": \"a\\tb\\\\N\\n😀\"}'",
                    "'1e400'"),
            sample(
                    "xml",
                    "null",
                    "''",
                    "'text'",
                    "'<a/>'",
                    "'<a b=\"1\">数据 &lt; &#10;</a><c/>'",
                    "'<?xml version=\"1.0\"?><a>\n</a>'"),
            sample("bit varying", "null", "B''", "B'0'", "B'1'", "B'" + "10".repeat(500) + "1'"),
            sample("bit varying(5)", "null", "B''", "B'11111'"),
            sample("cidr", "null", "'0.0.0.0/0'", "'10.0.0.0/8'", "'1.2.3.4/32'", "'::/0'", "'2001:db8::/32'"),
            sample("macaddr", "null", "'00:00:00:00:00:00'", "'ff:ff:ff:ff:ff:ff'", "'08:00:2b:01:02:03'"),
            sample("macaddr8", "null", "'00:00:00:00:00:00:00:00'", "'ff:ff:ff:ff:ff:ff:ff:ff'"),
            sample(
                    "tsvector",
                    "null",
                    "''",
                    "'fat cat'",
                    "'a:1A b:2B,3C,16383'",
                    "$$'it''s' '\\\\N' 'a b' '数据':5$$",
                    "(select string_agg('w' || i || ':' || i, ' ') from generate_series(1, 2000) i)::tsvector"),
            sample(
                    "tsquery",
                    "null",
                    "''",
                    "'a & b | !c'",
                    "'a <-> b <3> c'",
                    "'super:*AB & ''it''''s'''",
                    "'!(数据 | \"x\")'"),
            sample("jsonpath", "null", "'$'", "'strict $.\"数据\"[*] ? (@ > 1e2)'")
                    .since(12));

    private BuiltInTypes() {}
}
