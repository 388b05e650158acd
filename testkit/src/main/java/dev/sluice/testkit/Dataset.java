package dev.sluice.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tables for benchmarks, filled inside the server. Row {@code i} (from 1) is the same on every server and every time;
 * the key of all is the first column.
 */
public enum Dataset {
    /** Four columns, some 100 bytes a row: the shape of pgbench's accounts. */
    NARROW(
            "aid integer not null, bid integer not null, abalance integer not null, filler char(84) not null",
            "aid",
            "i::integer, (i / 100000)::integer + 1, (i * 7919 % 100000)::integer, ''"),
    /** Twelve columns of common types with some NULLs and texts of unequal length. */
    MIXED("""
            id bigint not null, code varchar(20) not null, amount numeric(12,2), ratio double precision, active boolean,
            born date, updated_at timestamp not null, seen_at timestamptz, token uuid, note text, tags text[], doc jsonb\
            """, "id", """
            i, 'C' || i, case when i % 17 <> 0 then (i * 31 % 1000003) / 100.0 end, i / 7.0, i % 3 = 0,
            date '1950-01-01' + (i % 25000)::integer, timestamp '2024-01-01' + i % 31536000 * interval '1 second',
            timestamptz '2024-01-01 00:00:00+00' + i * interval '17 ms', md5(i::text)::uuid,
            case when i % 11 <> 0 then repeat('备注 note ', (i % 20)::integer) end,
            array['t' || i % 10, 't' || i % 7], jsonb_build_object('n', i, 'even', i % 2 = 0)\
            """),
    /** Sixty columns: a key, 20 integers, 20 numerics, 19 short texts. */
    WIDE(
            "id bigint not null" + columns(", n%d integer", 20) + columns(", m%d numeric(14,4)", 20)
                    + columns(", t%d varchar(30)", 19),
            "id",
            "i" + columns(", (i * %d %% 2147483647)::integer", 20) + columns(", i * %d / 8.0", 20)
                    + columns(", 'text ' || i %% (%d * 1000)", 19)),
    /** The types of the reference pages, a column each. */
    REFERENCE("""
            c_bigint bigint not null, c_integer integer, c_smallint smallint, c_double double precision, c_money money,
            c_numeric numeric(20,6), c_real real, c_varchar varchar(100), c_char char(10), c_text text, c_bit bit(8),
            c_inet inet, c_date date, c_time time, c_timestamp timestamp, c_boolean boolean, c_bytea bytea\
            """, "c_bigint", """
            i, (i * 7919 % 2147483647)::integer, (i % 32767)::smallint, i / 3.0, (i % 1000000)::numeric::money,
            i / 1000.0, (i / 7.0)::real, 'varchar ' || i, 'char' || i % 100000, repeat('text 文字 ', (i % 8)::integer),
            (i % 256)::integer::bit(8), inet '10.0.0.0' + i % 16777216, date '2000-01-01' + (i % 20000)::integer,
            time '00:00' + i % 86400 * interval '1 second', timestamp '2000-01-01' + i * interval '1001 ms', i % 2 = 0,
            decode(md5(i::text), 'hex')\
            """);

    private final String columns;
    private final String key;
    private final String values;

    Dataset(String columns, String key, String values) {
        this.columns = columns;
        this.key = key;
        this.values = values;
    }

    private static String columns(String template, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> template.replace("%d", Integer.toString(n)).replace("%%", "%"))
                .collect(Collectors.joining());
    }

    /** Returns the name of the key column. */
    public String key() {
        return key;
    }

    /** Returns the statement that makes the table, without its key. */
    public String createTable(String table) {
        return "create table " + table + " (" + columns + ")";
    }

    /** Returns the statement that gives the table its key. */
    public String addKey(String table) {
        return "alter table " + table + " add primary key (" + key + ")";
    }

    /** Returns the statement that adds the rows 1 to {@code rows}. */
    public String fill(String table, long rows) {
        return "insert into " + table + " select " + values + " from generate_series(1::bigint, " + rows + ") i";
    }

    /** Makes the table with its key and rows, ready to be read (vacuumed and analysed). */
    public void load(Connection connection, String table, long rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    createTable(table), fill(table, rows), addKey(table), "vacuum (freeze, analyze) " + table)) {
                statement.execute(sql);
            }
        }
    }
}
