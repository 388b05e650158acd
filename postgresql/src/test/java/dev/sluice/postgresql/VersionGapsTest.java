package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ChangeSource;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.row.RowFormat;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the younger of two servers knows, or writes in another way, is taken or refused by the older, never changed. */
final class VersionGapsTest {
    @RegisterExtension
    static final TwoDatabases toOlder = new TwoDatabases(18, 10);

    @RegisterExtension
    static final TwoDatabases toYounger = new TwoDatabases(10, 18);

    private static final List<String> INTERVALS =
            List.of("CREATE DOMAIN span AS interval", "CREATE TABLE t (a interval, b interval[], c span)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'infinity'  | NULL                   | NULL",
                "NULL        | '{1 day,-infinity}'    | NULL",
                "NULL        | NULL                   | '-infinity'"
            })
    void intervalsWithoutEndAreDirtyForAServerBefore17(String a, String b, String c) throws SQLException {
        toOlder.onBoth(INTERVALS.toArray(String[]::new));
        toOlder.source()
                .execute(
                        "INSERT INTO t VALUES (" + String.join(", ", a, b, c) + ")",
                        "INSERT INTO t VALUES ('-1 mon 3 days', '{02:00:00}', '5 years')");
        TestJob job = toOlder.job().table("t").bearAll();

        toOlder.succeed(job);

        assertThat(job.dirtyRows()).singleElement().satisfies(row -> {
            assertThat(row.sqlState()).isEqualTo("22007");
            assertThat(row.values().values()).anyMatch(value -> value != null && value.contains("infinity"));
        });
        toOlder.assertSame("(SELECT a::text, b::text, c::text FROM t WHERE a = '-1 mon 3 days')", "t");
    }

    @Test
    void intervalsStayBinaryForAYoungerServer() throws SQLException {
        toYounger.onBoth(INTERVALS.toArray(String[]::new));
        toYounger.source().execute("INSERT INTO t VALUES ('178956970 years 7 mons 2147483647 days', NULL, '1 day')");
        TestJob job = toYounger.job().table("t");

        toYounger.succeed(job);

        assertThat(job.plan().format()).isEqualTo(RowFormat.BINARY);
        toYounger.assertSame("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int4multirange   | '{[1,5)}'       | text",
                "int4multirange[] | ARRAY['{[1,5)}'::int4multirange] | text[]",
                "jsonpath         | '$.a[*]'        | varchar",
                "xid8             | '7'             | name"
            })
    void typesThatAnOlderServerLacksGoToItsTexts(String type, String value, String to) throws SQLException {
        toOlder.source().execute("CREATE TABLE t (v " + type + ")", "INSERT INTO t VALUES (" + value + ")");
        toOlder.destination().execute("CREATE TABLE t (v " + to + ")");

        toOlder.succeed(toOlder.job().table("t"));

        toOlder.assertSame("(SELECT v::text FROM t)", "(SELECT v::text FROM t)");
    }

    /** The enum makes rows travel as text. */
    private static final List<String> SINGLE_BYTES = List.of(
            "CREATE TYPE mood AS ENUM ('sad')",
            "CREATE TABLE t (id int, c \"char\", m mood)",
            "INSERT INTO t SELECT i, i::\"char\", 'sad' FROM generate_series(%d, 127) i");

    @Test
    void singleBytesThatAreNoCharacterAreDirtyForAServerBefore16() throws SQLException {
        toOlder.onBoth(SINGLE_BYTES.get(0), SINGLE_BYTES.get(1));
        toOlder.source().execute(SINGLE_BYTES.get(2).formatted(-2));
        TestJob job = toOlder.job().table("t").bearAll();

        toOlder.succeed(job);

        assertThat(job.dirtyRows())
                .extracting(row -> row.sqlState() + " " + row.values().get("c"))
                .containsExactly("22021 \\376", "22021 \\377");
        toOlder.assertSame("(SELECT id, c::int FROM t WHERE id >= 0)", "(SELECT id, c::int FROM t)");
    }

    @Test
    void singleBytesReachAYoungerServer() throws SQLException {
        toYounger.onBoth(SINGLE_BYTES.get(0), SINGLE_BYTES.get(1));
        toYounger.source().execute(SINGLE_BYTES.get(2).formatted(-128));

        toYounger.succeed(toYounger.job().table("t"));

        toYounger.assertSame("(SELECT id, c::int FROM t)");
    }

    /** A server that does not know it would send changes round and round. */
    @Test
    void changesThatCameByReplicationAreLeftOutFrom16On() {
        assertThat(origins(toOlder)).isEmpty();
        assertThat(origins(toYounger)).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(finding.detail()).contains("`none` needs PostgreSQL 16, and the source has 10");
            assertThat(finding.cure()).isPresent();
        });
    }

    private List<Finding> origins(TwoDatabases databases) {
        RealtimeJob job = RealtimeJobs.with(
                "origins", "t", "{\"RuntimeSettings\": [{\"Name\": \"sluice.origin\", \"Value\": \"none\"}]}");
        RealtimeJobs jobs =
                new RealtimeJobs(TestEndpoint.of(databases.source()), TestEndpoint.of(databases.destination()), folder);
        try (ChangeSource source = jobs.source(job)) {
            return source.check().stream()
                    .filter(finding -> finding.check().equals("sluice.origin"))
                    .toList();
        }
    }
}
