package dev.sluice.postgresql;

/**
 * What every session of ours sets, so that text forms and limits do not depend on the server, the role or the machine:
 * see the PostgreSQL documentation, chapter "Client Connection Defaults".
 */
final class SessionSettings {
    /** Limits that younger servers have; 14 and 17 brought these. */
    private static final String NO_LIMITS_OF_YOUNGER_SERVERS = """
            SELECT set_config(name, '0', false) FROM pg_settings
             WHERE name IN ('idle_session_timeout', 'transaction_timeout')""";

    private SessionSettings() {}

    /** A source is never written, whatever an expression of a job file would do. */
    static String sql(Side side) {
        return """
                SET DateStyle = 'ISO, YMD';
                SET IntervalStyle = 'postgres';
                SET extra_float_digits = 3;
                SET bytea_output = 'hex';
                SET xmloption = 'content';
                SET array_nulls = on;
                SET quote_all_identifiers = off;
                SET TimeZone = 'UTC';
                SET statement_timeout = 0;
                SET lock_timeout = 0;
                SET idle_in_transaction_session_timeout = 0;
                """ + (side == Side.SOURCE ? "SET default_transaction_read_only = on;\n" : "")
                + NO_LIMITS_OF_YOUNGER_SERVERS;
    }
}
