package dev.sluice.postgresql;

/**
 * What every session of ours sets, so that text forms and limits do not depend on the server, the role or the machine:
 * see the PostgreSQL documentation, chapter "Client Connection Defaults".
 */
final class SessionSettings {
    private SessionSettings() {}

    static String sql() {
        return """
                SET DateStyle = 'ISO, YMD';
                SET IntervalStyle = 'postgres';
                SET extra_float_digits = 3;
                SET bytea_output = 'hex';
                SET TimeZone = 'UTC';
                SET statement_timeout = 0;
                SET lock_timeout = 0;
                SET idle_in_transaction_session_timeout = 0""";
    }
}
