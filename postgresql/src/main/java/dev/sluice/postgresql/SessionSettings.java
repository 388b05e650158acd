package dev.sluice.postgresql;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What every session of ours sets, so that text forms and limits do not depend on the server, the role or the machine:
 * see the PostgreSQL documentation, chapter "Client Connection Defaults".
 */
final class SessionSettings {
    /** Limits that younger servers have; 14 and 17 brought these. */
    private static final String NO_LIMITS_OF_YOUNGER_SERVERS = """
            SELECT set_config(name, '0', false) FROM pg_settings
             WHERE name IN ('idle_session_timeout', 'transaction_timeout')""";

    /**
     * Money is written and read with point and dollar, whatever locale a side has: what is "1.000,50 €" to one is refused by
     * another or, worse, read as 1.00. The number of decimal places also is the locale's, and two is what C has.
     */
    private static final String MONEY_WITHOUT_LOCALE = """
            SELECT set_config('lc_monetary', 'C', false) WHERE scale(1::numeric::money::numeric) = 2;
            """;

    private SessionSettings() {}

    /**
     * The server looks after connections on which nothing is said, as those that hold locks for the time of a copy: that keeps
     * them in the memory of the network, and ends them two minutes after the machine at this end has gone. A source is never
     * written, whatever an expression of a job file would do. {@code timeZone} decides where a time
     * without zone becomes one with, or the other way round.
     */
    static String sql(Side side, ZoneId timeZone) {
        return """
                SET DateStyle = 'ISO, YMD';
                SET IntervalStyle = 'postgres';
                SET extra_float_digits = 3;
                SET bytea_output = 'hex';
                SET xmloption = 'content';
                SET array_nulls = on;
                SET quote_all_identifiers = off;
                SET statement_timeout = 0;
                SET lock_timeout = 0;
                SET idle_in_transaction_session_timeout = 0;
                SET tcp_keepalives_idle = 60;
                SET tcp_keepalives_interval = 10;
                SET tcp_keepalives_count = 6;
                """ + "SET TIME ZONE " + timeZone(timeZone) + ";\n"
                + MONEY_WITHOUT_LOCALE
                + (side == Side.SOURCE ? "SET default_transaction_read_only = on;\n" : "")
                + NO_LIMITS_OF_YOUNGER_SERVERS;
    }

    /** A fixed offset goes as an interval: in names such as GMT+8 PostgreSQL takes the sign the other way round. */
    private static String timeZone(ZoneId zone) {
        if (!zone.getRules().isFixedOffset()) {
            return Quoting.literal(zone.getId());
        }
        int minutes = zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() / 60;
        if (minutes == 0) {
            return "'UTC'";
        }
        String offset = String.format(
                Locale.ROOT, "%s%02d:%02d", minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
        return "INTERVAL " + Quoting.literal(offset) + " HOUR TO MINUTE";
    }
}
