package dev.sluice.postgresql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.TestingPostgres;

/** What the server that most tests run on can do; {@code -Dpostgres.version=N} chooses an older or a younger one. */
final class Since {
    /** Finds a range of ctid without reading the whole table. */
    static final int TID_RANGES = 14;

    /** Tells TRUNCATE to those who follow changes; moves rows from partition to partition. */
    static final int PUBLISHED_TRUNCATE = 11;

    static final int GENERATED_COLUMNS = 12;

    /** Partitions by hash, default partitions, and rows that go into foreign partitions. */
    static final int MORE_PARTITIONS = 11;

    /** Foreign keys to partitioned tables. */
    static final int KEYS_OF_PARTITIONS = 12;

    /** Attaches a partition while somebody reads the table. */
    static final int ATTACHES_BESIDE_READERS = 12;

    /** Writes floating point numbers with the fewest digits that mean them. */
    static final int SHORTEST_NUMBERS = 12;

    /** Publishes partitioned tables, with all partitions that they will have. */
    static final int PUBLISHED_ROOTS = 13;

    static final int IDLE_SESSION_TIMEOUT = 14;

    /** Sends transactions while they are in progress, where they are too large for its memory. */
    static final int STREAMED_TRANSACTIONS = 14;

    /** Tells those who follow changes what was written by {@code pg_logical_emit_message}. */
    static final int DECODED_MESSAGES = 14;

    /** Lets a computed column keep its values and be computed no more. */
    static final int DROPPED_EXPRESSIONS = 13;

    /** Lets each database say how much memory decoding takes. */
    static final int DECODING_MEMORY = 13;

    /** Lets each session have its own {@code wal_sender_timeout}. */
    static final int SENDER_TIMEOUT_BY_DATABASE = 12;

    /** Counts what a session read before that is gone. */
    static final int STATISTICS_AT_ONCE = 15;

    /** Publishes some rows or columns of a table. */
    static final int PUBLISHED_PARTS = 15;

    /** Decodes changes on a standby. */
    static final int STANDBY_DECODING = 16;

    /** Lets a slot go on after a failover. */
    static final int FAILOVER_SLOTS = 17;

    /** Sends nothing of a large transaction that was rolled back before it came to it. */
    static final int UNDONE_SKIPPED = 18;

    /** Lets a column refuse NULL whose rows have it still. */
    static final int NOT_NULL_IN_DOUBT = 18;

    /** Lets no child table drop its parent's NOT NULL. */
    static final int NOT_NULL_INHERITED = 18;

    private Since() {}

    static boolean isThere(int version) {
        return TestingPostgres.DEFAULT_VERSION >= version;
    }

    /** Skips the test, saying why, where the server is too old for what it is about. */
    static void assume(int version) {
        assumeTrue(
                isThere(version),
                () -> "PostgreSQL " + TestingPostgres.DEFAULT_VERSION + " does not have what came with " + version);
    }

    /** Skips the test, saying why, where the server does not allow any more what it is about. */
    static void assumeBefore(int version) {
        assumeTrue(
                !isThere(version),
                () -> "PostgreSQL " + TestingPostgres.DEFAULT_VERSION + " refuses what it allowed before " + version);
    }
}
