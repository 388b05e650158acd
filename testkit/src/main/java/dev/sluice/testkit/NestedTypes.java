package dev.sluice.testkit;

import static dev.sluice.testkit.TypeSample.sample;

import java.util.List;
import java.util.stream.Collectors;

/** Arrays, ranges and multiranges of PostgreSQL's own types. */
final class NestedTypes {
    static final List<TypeSample> SAMPLES = List.of(
            sample(
                    "integer[]",
                    "null",
                    "'{}'",
                    "'{NULL}'",
                    "'{1,NULL,-2147483648}'",
                    "'[-5:-3]={1,2,3}'",
                    "'{{1,2},{3,NULL}}'",
                    "'[0:1][2:3]={{1,2},{3,4}}'",
                    "'{{{{{{1}}}}}}'",
                    "(select array_agg(i) from generate_series(1, 20000) i)"),
            sample(
                    "text[]",
                    "null",
                    "'{}'",
                    "'{\"\",NULL,\"NULL\",null}'",
                    "'{{a,\"b,c\"},{\"{}\",\"\\\"\"}}'",
                    "array[" + SpecialTexts.SHORT.stream().map(Quoted::literal).collect(Collectors.joining(", "))
                            + "]"),
            sample("bigint[]", "null", "'{}'", "'{-9223372036854775808,NULL,9223372036854775807}'"),
            sample("double precision[]", "null", "'{}'", "'{NaN,Infinity,-Infinity,-0,0.1,NULL}'"),
            sample("numeric[]", "null", "'{}'", "'{NaN,1.10,NULL,1e1000}'"),
            sample("numeric(8,2)[]", "null", "'{{1.10,2},{NULL,-999999.99}}'"),
            sample("boolean[]", "null", "'{}'", "'{t,f,NULL}'"),
            sample("varchar(5)[]", "null", "'{}'", "'{\"\",\"a,b\",数据}'"),
            sample("bytea[]", "null", "'{}'", "array['\\x', '\\x005c', null]::bytea[]"),
            sample("uuid[]", "null", "'{}'", "'{123e4567-e89b-42d3-a456-426614174000,NULL}'"),
            sample("date[]", "null", "'{}'", "'{infinity,\"0001-12-31 BC\",NULL}'"),
            sample("timestamptz[]", "null", "'{}'", "'{-infinity,\"2024-03-31 02:30:00.000001+12:45\",NULL}'"),
            sample("interval[]", "null", "'{}'", "'{\"1 mon -1 day\",NULL}'"),
            sample("jsonb[]", "null", "'{}'", "array['{\"a\": [\"x,y\"]}', 'null', null]::jsonb[]"),
            sample("inet[]", "null", "'{}'", "'{::,NULL,1.2.3.4/8}'"),
            sample("box[]", "null", "'{}'", "'{(1,1),(0,0);(3,3),(2,2)}'"),
            sample("money[]", "null", "'{}'", "'{0.01,-92233720368547758.08,NULL}'"),
            sample("\"char\"[]", "null", "'{}'", "'{\"\",x,\",\"}'"),
            sample("char(3)[]", "null", "'{}'", "'{\"\",\" x\",数据库,NULL}'"),
            sample("bit(3)[]", "null", "'{}'", "'{101,NULL}'"),
            sample("timetz[]", "null", "'{}'", "'{24:00+15:59,NULL}'"),
            sample("json[]", "null", "'{}'", "array['{\"a\":  1}', 'null', null]::json[]"),
            sample("xml[]", "null", "'{}'", "array['<a b=\"1\"/>', '', null]::xml[]"),
            sample("tsquery[]", "null", "'{}'", "array['', 'a & b', null]::tsquery[]"),
            sample("regclass[]", "null", "'{}'", "'{pg_class,NULL}'"),
            sample("int4range", "null", "'empty'", "'(,)'", "'[1,10)'", "'[-2147483648,2147483647)'", "'[5,]'"),
            sample("int8range", "null", "'empty'", "'(,)'", "'[-9223372036854775808,9223372036854775807)'"),
            sample("numrange", "null", "'empty'", "'(,)'", "'[1.10,1.10]'", "'(-1e500,)'"),
            sample("tsrange", "null", "'empty'", "'(,)'", "'[2024-01-01 00:00:00.000001,infinity)'", "'[-infinity,]'"),
            sample("tstzrange", "null", "'empty'", "'(,)'", "'(\"2024-01-01 00:00:00+12:45\",2025-01-01]'"),
            sample("daterange", "null", "'empty'", "'(,)'", "'[\"0044-03-15 BC\",2024-02-29]'"),
            sample("int4range[]", "null", "'{}'", "'{empty,\"[1,2)\",NULL}'"),
            sample("int4multirange", "null", "'{}'", "'{(,)}'", "'{[1,3),[5,7)}'")
                    .since(14),
            sample("int8multirange", "null", "'{}'", "'{[-9223372036854775808,0),[5,)}'")
                    .since(14),
            sample("nummultirange", "null", "'{}'", "'{(,-1e500),[1.10,1.10]}'").since(14),
            sample("datemultirange", "null", "'{}'", "'{[\"0044-03-15 BC\",2024-02-29),[2025-01-01,)}'")
                    .since(14),
            sample("tsmultirange", "null", "'{}'", "'{[-infinity,2024-01-01 00:00:00.000001]}'")
                    .since(14),
            sample("tstzmultirange", "null", "'{}'", "'{[2024-01-01 00:00:00+12:45,2024-02-01),[2025-01-01,)}'")
                    .since(14),
            sample("nummultirange[]", "null", "'{}'", "'{\"{[1.1,2)}\",NULL}'").since(14));

    private NestedTypes() {}
}
