package dev.sluice.testkit;

import static dev.sluice.testkit.TypeSample.sample;

import java.util.List;

/** The types of the extensions that come with PostgreSQL. */
final class ExtensionTypes {
    static final List<TypeSample> SAMPLES = List.of(
            of("hstore", "hstore", "null", "''", "'a=>NULL, b=>\"NULL\"'", "$$\"a b\"=>\"c,\\\"d\\\\\", 数据=>\"=>\"$$"),
            of("hstore", "hstore[]", "null", "'{}'", "array['a=>\"1,2\"', '', null]::hstore[]"),
            of("citext", "citext", SpecialTexts.literals()),
            of("citext", "citext[]", "null", "'{}'", "'{Aa,NULL,\"\"}'"),
            of("ltree", "ltree", "null", "''", "'Top.Science_1.x'"),
            of("ltree", "lquery", "null", "'Top.*{1,2}.x|y@'"),
            of("ltree", "ltxtquery", "null", "'Europe & Russia*@ & !Transportation'"),
            of("cube", "cube", "null", "'(0.5,-2)'", "'(1,2),(3,4)'"),
            of("earthdistance", "earth", "null", "'(6378168,0,0)'"),
            of("seg", "seg", "null", "'1.50'", "'<0.25'", "'1.5 .. 2'", "'.. 7'"),
            of("intarray", "query_int", "null", "'1&(2|!3)'"),
            of("lo", "lo", "null", "0", "4294967295"),
            of("isn", "ean13", "null", "'978-0-393-04002-9'"),
            of("isn", "isbn", "null", "'0-393-04002-X'"),
            of("isn", "isbn13", "null", "'978-0-393-04002-9'"),
            of("isn", "ismn", "null", "'M-060-11561-5'"),
            of("isn", "ismn13", "null", "'979-0-060-11561-5'"),
            of("isn", "issn", "null", "'1436-4522'"),
            of("isn", "issn13", "null", "'977-1436-452-00-8'"),
            of("isn", "upc", "null", "'220500896372'"));

    private ExtensionTypes() {}

    private static TypeSample of(String extension, String type, String... literals) {
        return sample(type, literals).setUp("create extension if not exists " + extension + " cascade");
    }
}
