package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.preflight.Outcome;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the types of both sides differ, the destination's type reads the text of the source's value. */
final class TypeConversionsTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTypes() throws SQLException {
        databases.onBoth(
                "CREATE TYPE mood AS ENUM ('sad', 'glad')",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE TYPE pair AS (a int, b text)");
    }

    private static TestJob job(String from, String to, String value) throws SQLException {
        databases.source().execute("CREATE TABLE t (v " + from + ")", "INSERT INTO t VALUES (" + value + "), (NULL)");
        databases.destination().execute("CREATE TABLE t (v " + to + ")");
        return databases.job().table("t");
    }

    /** The last column is the destination's value as SQL. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "smallint     | bigint           | -32768                  | -32768",
                "int          | bigint           | 2147483647              | 2147483647",
                "bigint       | smallint         | 32767                   | 32767",
                "bigint       | numeric          | -9223372036854775808    | -9223372036854775808",
                "int          | numeric(20,3)    | -5                      | -5.000",
                "int          | double precision | 2147483647              | 2147483647",
                "int          | text             | -5                      | '-5'",
                "int          | positive         | 5                       | 5",
                "int          | money            | -1234                   | '-1234'::money",
                "numeric      | numeric(10,2)    | 1.005                   | 1.01",
                "numeric      | money            | 1234567.89              | '1234567.89'::money",
                "real         | double precision | 0.1                     | 0.1",
                "real         | numeric          | 'NaN'                   | 'NaN'",
                "money        | text             | 1234.5                  | '$1,234.50'",
                "text         | money            | '-$1,234.50'            | (-1234.5)::numeric::money",
                "boolean      | text             | true                    | 't'",
                "text         | boolean          | 'yes'                   | true",
                "text         | int              | ' 42 '                  | 42",
                "text         | mood             | 'glad'                  | 'glad'::mood",
                "mood         | text             | 'glad'                  | 'glad'",
                "text         | pair             | '(1,\"x,y\")'           | row(1, 'x,y')::pair",
                "text         | inet             | '10.0.0.1/8'            | '10.0.0.1/8'",
                "inet         | text             | '10.0.0.1'              | '10.0.0.1'",
                "cidr         | inet             | '10.0.0.0/8'            | '10.0.0.0/8'",
                "text         | uuid             | '{123E4567E89B42D3A456426614174000}' | '123e4567-e89b-42d3-a456-426614174000'",
                "uuid         | text             | '123e4567-e89b-42d3-a456-426614174000' | '123e4567-e89b-42d3-a456-426614174000'",
                "text         | bytea            | '\\x00ff'               | '\\x00ff'",
                "varchar(9)   | varchar(3)       | 'ab    '                | 'ab '",
                "char(9)      | char(3)          | 'abc'                   | 'abc'",
                "char(5)      | text             | 'abc'                   | 'abc  '",
                "text         | char(5)          | 'abc'                   | 'abc'",
                "date         | timestamp        | '2024-03-31'            | '2024-03-31 00:00:00'",
                "timestamp    | date             | '2024-03-31 23:59:59.9' | '2024-03-31'",
                "timestamp    | timestamp(0)     | '2024-03-31 02:30:00.5' | '2024-03-31 02:30:01'",
                "timestamp    | time             | '2024-03-31 02:30:00.5' | '02:30:00.5'",
                "time         | interval         | '02:30'                 | '02:30'",
                "json         | jsonb            | '{\"b\":1,\"a\":[1.10,null],\"b\":2}' | '{\"a\":[1.10,null],\"b\":2}'",
                "jsonb        | json             | '{\"b\":1,\"a\": 2}'    | '{\"a\": 2, \"b\": 1}'",
                "jsonb        | text             | '[1,2]'                 | '[1, 2]'",
                "xml          | text             | '<a/>'                  | '<a/>'",
                "int[]        | bigint[]         | '{1,NULL,-2}'           | '{1,NULL,-2}'",
                "text[]       | varchar(2)[]     | '{{a,NULL},{bc,\"\"}}'  | '{{a,NULL},{bc,\"\"}}'",
                "text[]       | mood[]           | '{sad,NULL}'            | '{sad,NULL}'",
                "text         | int4range        | '[1,5]'                 | '[1,6)'",
                "bit(3)       | bit varying      | B'101'                  | B'101'",
                "macaddr      | macaddr8         | '08:00:2b:01:02:03'     | '08:00:2b:ff:fe:01:02:03'"
            })
    void isRead(String from, String to, String value, String expected) throws SQLException {
        databases.succeed(job(from, to, value));

        assertThat(databases.destination().query("SELECT format('%s', v) FROM t WHERE v IS NOT NULL"))
                .isEqualTo(databases
                        .destination()
                        .query("SELECT format('%s', v) FROM (VALUES ((" + expected + ")::" + to + ")) e (v)"));
        assertThat(databases.count("t")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bigint       | int              | 2147483648              | 22003",
                "numeric      | numeric(5,2)     | 1000                    | 22003",
                "numeric      | int              | 1.00                    | 22P02",
                "double precision | real         | 1e300                   | 22003",
                "text         | int              | 'four'                  | 22P02",
                "text         | boolean          | 'perhaps'               | 22P02",
                "text         | mood             | 'GLAD'                  | 22P02",
                "text         | inet             | '10.0.0.256'            | 22P02",
                "inet         | cidr             | '10.0.0.1/8'            | 22P02",
                "text         | uuid             | '123'                   | 22P02",
                "text         | date             | '2024-02-30'            | 22008",
                "text         | timestamptz      | 'soon'                  | 22007",
                "text         | jsonb            | '{a}'                   | 22P02",
                "json         | jsonb            | '\"\\u0000\"'           | 22P05",
                "text         | xml              | '<a>'                   | 2200N",
                "text         | int[]            | '{1,2'                  | 22P02",
                "text         | int4range        | '[5,1]'                 | 22000",
                "text         | pair             | '(1)'                   | 22P02",
                "varchar(9)   | varchar(3)       | 'four'                  | 22001",
                "char(9)      | char(3)          | 'four'                  | 22001",
                "bit varying  | bit(3)           | B'1010'                 | 22026",
                "int          | positive         | 0                       | 23514",
                "text         | money            | '12 apples'             | 22P02",
                "point        | box              | '(1,2)'                 | 22P02",
                "macaddr8     | macaddr          | '08:00:2b:ff:fe:01:02:03' | 22P02",
                "date         | timestamp        | '5874897-12-31'         | 22008"
            })
    void isRefusedAsADirtyRow(String from, String to, String value, String state) throws SQLException {
        TestJob job = job(from, to, value).bearAll();

        databases.succeed(job);

        assertThat(job.dirtyRows()).singleElement().satisfies(row -> {
            assertThat(row.sqlState()).isEqualTo(state);
            assertThat(row.values().get("v"))
                    .isEqualTo(databases.source().value("SELECT format('%s', v) FROM t WHERE v IS NOT NULL"));
        });
        assertThat(databases.destination().query("SELECT v FROM t")).hasSize(1);
    }

    /** No text of the one is a text of the other, or one that means something else: that is said before the run. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "money     | numeric | 1234.5                                 | v::numeric",
                "box       | polygon | '(1,1),(0,0)'                          | v::polygon",
                "boolean   | int     | true                                   | v::int",
                "int       | date    | 5                                      | date '2000-01-01' + v",
                "timestamp | bigint  | '2024-01-01'                           | extract(epoch FROM v)::bigint",
                "uuid      | bytea   | '123e4567-e89b-42d3-a456-426614174000' | uuid_send(v)"
            })
    void isNamedBeforeTheRun(String from, String to, String value, String cast) throws SQLException {
        assertThat(job(from, to, value).check())
                .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.detail()).contains(" column can hold v, which is ");
                    assertThat(finding.cure()).get().asString().startsWith("Cast it in the reader's column list");
                });

        databases.succeed(databases.job().table("t").read(cast));

        assertThat(databases.count("t")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,           2024-03-31 00:30:00, 2024-03-31 02:30:00+00",
        "Europe/Berlin, 2024-03-31 01:30:00, 2024-03-31 01:30:00+00",
        "Asia/Shanghai, 2024-03-31 08:30:00, 2024-03-30 18:30:00+00",
        "-03:30,        2024-03-30 21:00:00, 2024-03-31 06:00:00+00"
    })
    void timesAreUnderstoodInTheJobsZone(String zone, String withoutZone, String withZone) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (a timestamptz, b timestamp)",
                        "INSERT INTO t VALUES ('2024-03-31 00:30:00+00', '2024-03-31 02:30:00')",
                        "INSERT INTO t VALUES ('infinity', '-infinity')");
        databases.destination().execute("CREATE TABLE t (a timestamp, b timestamptz)");

        databases.succeed(databases.job().table("t").timeZone(zone));

        assertThat(databases.count("t WHERE a = '" + withoutZone + "' AND b = '" + withZone + "'"))
                .isEqualTo(1);
        assertThat(databases.count("t WHERE a = 'infinity' AND b = '-infinity'"))
                .isEqualTo(1);
    }
}
