package dev.sluice.testkit;

import static dev.sluice.testkit.TypeSample.sample;

import java.util.List;

/** The types of PostgreSQL's own catalogues. Objects are named that have the same number on every server. */
final class SystemTypes {
    static final List<TypeSample> SAMPLES = List.of(
            sample("oid", "null", "0", "4294967295"),
            sample("name", "null", "''", "'数据'", "repeat('n', 63)"),
            sample("\"char\"", "null", "''", "'x'", "'\\'"),
            sample("pg_lsn", "null", "'0/0'", "'FFFFFFFF/FFFFFFFF'"),
            sample("tid", "null", "'(0,0)'", "'(4294967295,65535)'"),
            sample("xid", "null", "'0'", "'4294967295'"),
            sample("cid", "null", "'0'", "'4294967295'"),
            sample("txid_snapshot", "null", "'1:1:'", "'10:20:10,14,15'"),
            sample("int2vector", "null", "''", "'1 -2 32767'"),
            sample("oidvector", "null", "''", "'1 4294967295'"),
            sample("refcursor", "null", "''", "'数据'"),
            sample("aclitem", "null", "'=r/postgres'", "'postgres=a*rwdDxt/postgres'"),
            sample("regclass", "null", "'-'", "'pg_class'", "'4294967295'"),
            sample("regproc", "null", "'-'", "'now'"),
            sample("regprocedure", "null", "'-'", "'now()'"),
            sample("regoper", "null", "'0'", "'||/'"),
            sample("regoperator", "null", "'0'", "'=(integer,integer)'"),
            sample("regtype", "null", "'-'", "'double precision'", "'integer[]'"),
            sample("regrole", "null", "'-'", "'postgres'"),
            sample("regnamespace", "null", "'-'", "'pg_catalog'"),
            sample("regconfig", "null", "'-'", "'simple'"),
            sample("regdictionary", "null", "'-'", "'simple'"),
            sample("regcollation", "null", "'-'", "'\"C\"'").since(13),
            sample("xid8", "null", "'0'", "'18446744073709551615'").since(13),
            sample("pg_snapshot", "null", "'1:1:'", "'10:20:10,14,15'").since(13));

    private SystemTypes() {}
}
