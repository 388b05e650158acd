package dev.sluice.testkit;

import static dev.sluice.testkit.TypeSample.sample;

import java.util.List;

/** Enums, domains, composites, ranges of one's own, and the types of extensions. */
final class UserDefinedTypes {
    private static final String MOOD =
            once("create type sample_mood as enum ('sad', 'o k', 'it''s \"fine\", \\N', '高兴', '%s')"
                    .formatted("x".repeat(63)));
    private static final String POSITIVE = once("create domain sample_positive as numeric(10, 3) check (value > 0)");
    private static final String PAIR = once("create type sample_pair as (a integer, \"B b\" text)");
    private static final String NESTED =
            once("create type sample_nested as (p sample_pair, q sample_pair[], r timestamptz, s double precision)");

    static final List<TypeSample> SAMPLES = List.of(
            sample(
                            "sample_mood",
                            "null",
                            "'sad'",
                            "'o k'",
                            "'it''s \"fine\", \\N'",
                            "'高兴'",
                            "repeat('x', 63)::sample_mood")
                    .setUp(MOOD),
            sample("sample_mood[]", "null", "'{}'", "array['o k', '高兴', null, 'it''s \"fine\", \\N']::sample_mood[]")
                    .setUp(MOOD),
            sample("sample_positive", "null", "0.001", "9999999.999").setUp(POSITIVE),
            sample("sample_text", "null", "''", "E'\\\\N\\t'")
                    .setUp(once("create domain sample_text as text default 'x'")),
            sample("sample_moods", "null", "'{}'", "'{高兴,NULL}'")
                    .setUp(MOOD, once("create domain sample_moods as sample_mood[]")),
            sample("sample_positive[]", "null", "'{}'", "'{0.001,NULL}'")
                    .setUp(POSITIVE)
                    .since(11),
            sample("sample_pair", "null", "row(null, null)", "row(1, '')", "row(-1, E'a,\"b\" (c)\\\\N\\n数据')")
                    .setUp(PAIR),
            sample("sample_pair[]", "null", "'{}'", "array[row(1, 'a,b'), null, row(null, '{}')]::sample_pair[]")
                    .setUp(PAIR),
            sample(
                            "sample_nested",
                            "null",
                            "row(null, null, null, null)",
                            "row(row(1, '(\"'), array[row(2, ',')]::sample_pair[], '2024-01-01 00:00:00+12:45', 'NaN')")
                    .setUp(PAIR, NESTED),
            sample("sample_words", "null", "'empty'", "'(,)'", "'[a,\"b,c\")'", "'[\"\",数据]'")
                    .setUp(once("create type sample_words as range (subtype = text, collation = \"C\")")),
            sample("sample_floats_multi", "null", "'{}'", "'{[-Infinity,0.1),[0.2,)}'")
                    .setUp(
                            once(
                                    "create type sample_floats as range (subtype = float8, multirange_type_name = sample_floats_multi)"))
                    .since(14),
            sample("hstore", "null", "''", "'a=>NULL, b=>\"NULL\"'", "$$\"a b\"=>\"c,\\\"d\\\\\", 数据=>\"=>\"$$")
                    .setUp("create extension if not exists hstore"),
            sample("citext", SpecialTexts.literals()).setUp("create extension if not exists citext"),
            sample("citext[]", "null", "'{}'", "'{Aa,NULL,\"\"}'").setUp("create extension if not exists citext"),
            sample("ltree", "null", "''", "'Top.Science_1.x'").setUp("create extension if not exists ltree"),
            sample("cube", "null", "'(0.5,-2)'", "'(1,2),(3,4)'").setUp("create extension if not exists cube"));

    private UserDefinedTypes() {}

    private static String once(String create) {
        return "do $do$ begin " + create + "; exception when duplicate_object then null; end $do$";
    }
}
