package dev.sluice.testkit;

import static dev.sluice.testkit.TypeSample.sample;

import java.util.List;

/** Enums, domains, composites and ranges of one's own. */
final class UserDefinedTypes {
    private static final String MOOD =
            once("create type sample_mood as enum ('sad', 'o k', 'it''s \"fine\", \\N', '高兴', '%s')"
                    .formatted("x".repeat(63)));
    private static final String POSITIVE = once("create domain sample_positive as numeric(10, 3) check (value > 0)");
    private static final String PAIR = once("create type sample_pair as (a integer, \"B b\" text)");
    private static final String NESTED =
            once("create type sample_nested as (p sample_pair, q sample_pair[], r timestamptz, s double precision)");

    private static final String WORDS = once("create type sample_words as range (subtype = text, collation = \"C\")");

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
            sample("sample_mood[][]", "'{{sad,NULL},{高兴,\"o k\"}}'", "'[0:0][-1:0]={{sad,sad}}'")
                    .setUp(MOOD),
            sample("sample_positive", "null", "0.001", "9999999.999").setUp(POSITIVE),
            sample("sample_text", "null", "''", "'x'", "E'\\\\N\\t'")
                    .setUp(once("create domain sample_text as text default 'x'")),
            sample("sample_moods", "null", "'{}'", "'{高兴,NULL}'")
                    .setUp(MOOD, once("create domain sample_moods as sample_mood[]")),
            sample("sample_positive[]", "null", "'{}'", "'{0.001,NULL}'")
                    .setUp(POSITIVE)
                    .since(11),
            sample("sample_even", "null", "0.002")
                    .setUp(POSITIVE, once("create domain sample_even as sample_positive check (value * 1000 % 2 = 0)")),
            sample("sample_pair", "null", "row(null, null)", "row(1, '')", "row(-1, E'a,\"b\" (c)\\\\N\\n数据')")
                    .setUp(PAIR),
            sample("sample_pair[]", "null", "'{}'", "array[row(1, 'a,b'), null, row(null, '{}')]::sample_pair[]")
                    .setUp(PAIR),
            sample("sample_couple", "null", "row(1, '(,\"\\')", "row(2, null)")
                    .setUp(PAIR, once("create domain sample_couple as sample_pair check ((value).a > 0)"))
                    .since(11),
            sample(
                            "sample_nested",
                            "null",
                            "row(null, null, null, null)",
                            "row(row(1, '(\"'), array[row(2, ',')]::sample_pair[], '2024-01-01 00:00:00+12:45', 'NaN')")
                    .setUp(PAIR, NESTED),
            sample("sample_words", "null", "'empty'", "'(,)'", "'[a,\"b,c\")'", "'[\"\",数据]'")
                    .setUp(WORDS),
            sample("sample_words[]", "null", "'{}'", "array['[a,\"b,c\")', 'empty', null]::sample_words[]")
                    .setUp(WORDS),
            sample("sample_days", "null", "'empty'", "'[2024-02-29,infinity)'")
                    .setUp(once("create domain sample_days as tsrange check (not upper_inf(value))")),
            sample("sample_floats_multi", "null", "'{}'", "'{[-Infinity,0.1),[0.2,)}'")
                    .setUp(
                            once(
                                    "create type sample_floats as range (subtype = float8, multirange_type_name = sample_floats_multi)"))
                    .since(14));

    private UserDefinedTypes() {}

    private static String once(String create) {
        return "do $do$ begin " + create + "; exception when duplicate_object then null; end $do$";
    }
}
