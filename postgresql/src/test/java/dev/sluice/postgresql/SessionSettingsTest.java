package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings of databases and roles that would change what rows look like, or end a session too early. */
final class SessionSettingsTest {
    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    private static final Map<String, String> HOSTILE = Map.ofEntries(
            Map.entry("DateStyle", "German, DMY"),
            Map.entry("IntervalStyle", "sql_standard"),
            Map.entry("extra_float_digits", "-10"),
            Map.entry("bytea_output", "escape"),
            Map.entry("xmloption", "document"),
            Map.entry("array_nulls", "off"),
            Map.entry("lc_monetary", "POSIX"),
            Map.entry("quote_all_identifiers", "on"),
            Map.entry("standard_conforming_strings", "off"),
            Map.entry("TimeZone", "Asia/Kolkata"),
            Map.entry("client_encoding", "LATIN1"),
            Map.entry("statement_timeout", "10min"),
            Map.entry("lock_timeout", "10min"),
            Map.entry("idle_in_transaction_session_timeout", "10min"),
            Map.entry("default_transaction_isolation", "serializable"),
            Map.entry("default_transaction_deferrable", "on"));

    private static Map<String, String> hostile() {
        Map<String, String> all = new HashMap<>(HOSTILE);
        if (Since.isThere(Since.IDLE_SESSION_TIMEOUT)) {
            all.put("idle_session_timeout", "10min");
        }
        return all;
    }

    @BeforeEach
    void setHostile() throws SQLException {
        for (Map.Entry<String, String> setting : hostile().entrySet()) {
            databases.onBoth(
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %%I SET %s = %%L', current_database(), '%s'); END $$"
                            .formatted(setting.getKey(), setting.getValue()));
        }
    }

    @AfterEach
    void reset() throws SQLException {
        databases.onBoth("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET ALL', current_database()); END $$");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void areOverridden(Side side) {
        try (Sessions sessions =
                new Sessions(TestEndpoint.of(databases.source()).server(ZoneOffset.UTC), side)) {
            List<String> values = sessions.open()
                    .query(
                            "SELECT name || '=' || setting FROM pg_settings WHERE name = ANY (?::text[]) ORDER BY name",
                            row -> row.getString(1),
                            "{" + String.join(",", hostile().keySet()) + ",default_transaction_read_only}");

            assertThat(values)
                    .contains(
                            "DateStyle=ISO, YMD",
                            "IntervalStyle=postgres",
                            "TimeZone=UTC",
                            "array_nulls=on",
                            "bytea_output=hex",
                            "client_encoding=UTF8",
                            "extra_float_digits=3",
                            "idle_in_transaction_session_timeout=0",
                            "lc_monetary=C",
                            "lock_timeout=0",
                            "quote_all_identifiers=off",
                            "statement_timeout=0",
                            "xmloption=content",
                            "default_transaction_read_only=" + (side == Side.SOURCE ? "on" : "off"));
            if (Since.isThere(Since.IDLE_SESSION_TIMEOUT)) {
                assertThat(values).contains("idle_session_timeout=0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RowFormat.class)
    void changeNoRow(RowFormat format) throws SQLException {
        String columns = " (ts timestamptz, d date, i interval, f float8, b bytea, x xml, a text[], t text, note ";
        databases.source().execute("CREATE TABLE t" + columns + "varchar)");
        databases.destination().execute("CREATE TABLE t" + columns + (format == RowFormat.TEXT ? "text)" : "varchar)"));
        databases.source().execute("""
                        INSERT INTO t SELECT timestamptz '2024-10-27 01:30+02' + i * interval '30 min', date '2024-02-03' + i,
                            interval '1 mon -3 days 04:05:06.789' * i, random() * 1e300, decode(md5(i::text), 'hex'),
                            XMLPARSE(CONTENT 'a<b/>' || i), ARRAY['NULL', NULL, E'\\\\'], E'a\\\\b''\\n' || chr(233), 'n'
                          FROM generate_series(1, 200) i""");
        TestJob job = databases.job().table("t").channels(2);

        databases.succeed(job);

        databases.assertSame("t");
        assertThat(job.plan().format()).isEqualTo(format);
    }

    @Test
    void aSourceIsNotWrittenByTheLookAtIt() throws SQLException {
        databases.onBoth("CREATE TABLE t (id int)");
        databases.source().execute("INSERT INTO t VALUES (1)");

        assertThat(databases.job().table("t").read("1; DELETE FROM t; SELECT 1").check())
                .isNotEmpty();
        assertThat(databases
                        .job()
                        .to("t")
                        .queries("SELECT 1) x; DELETE FROM t; SELECT * FROM (SELECT 2")
                        .check())
                .isNotEmpty();

        assertThat(databases.source().value("SELECT count(*) FROM t")).isEqualTo("1");
    }
}
