package dev.sluice.postgresql;

import dev.sluice.testkit.TestingPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Statements by chance on tables of every kind of identity: {@code keyed} (a primary key, two large columns and a unique
 * one), {@code whole} (no key at all) and {@code other} (a key, and whole old rows). Always the same for the same seed.
 */
final class RandomHistory {
    static final String[] TABLES = {
        "CREATE TABLE keyed (id int PRIMARY KEY, n int, u int UNIQUE, one text, two text)",
        "ALTER TABLE keyed ALTER one SET STORAGE EXTERNAL, ALTER two SET STORAGE EXTERNAL",
        "CREATE TABLE whole (a int, b text, flag boolean, c json)",
        "ALTER TABLE whole REPLICA IDENTITY FULL",
        "CREATE TABLE other (id text PRIMARY KEY, v numeric, large text)",
        "ALTER TABLE other REPLICA IDENTITY FULL",
        "ALTER TABLE other ALTER large SET STORAGE EXTERNAL",
    };

    /** Version 10 tells nobody that a table was emptied. */
    private static final boolean SENDS_TRUNCATE = TestingPostgres.DEFAULT_VERSION > 10;

    private static final int KEYS = 300;

    private final Random random;

    RandomHistory(long seed) {
        random = new Random(seed);
    }

    /** Returns the statements of the next transaction. */
    String[] transaction() {
        List<String> statements = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            statements.add(statement());
        }
        return statements.toArray(String[]::new);
    }

    private String statement() {
        return switch (random.nextInt(16)) {
            case 0, 1 -> insertKeyed();
            case 2, 3 -> "UPDATE keyed SET n = n + 1 WHERE " + range("id");
            case 4 -> "UPDATE keyed SET one = " + large() + ", n = 0 WHERE " + range("id");
            case 5 -> "UPDATE keyed SET two = NULL WHERE " + range("id");
            case 6 ->
                "UPDATE keyed SET id = id + 100000 WHERE " + range("id") + " AND NOT EXISTS (SELECT 1 FROM keyed k"
                        + " WHERE k.id = keyed.id + 100000)";
            case 7 -> "DELETE FROM keyed WHERE " + range("id % 100000");
            case 8 -> exchange();
            case 9, 10 ->
                "INSERT INTO whole SELECT i % 7, 'b' || i % 3, i % 2 = 0, '{\"a\": 1}' FROM generate_series(1, "
                        + (1 + random.nextInt(20)) + ") i";
            case 11 -> "UPDATE whole SET b = b || 'x' WHERE ctid IN (SELECT ctid FROM whole ORDER BY ctid LIMIT 3)";
            case 12 -> "DELETE FROM whole WHERE ctid IN (SELECT ctid FROM whole ORDER BY ctid DESC LIMIT 4)";
            case 13 ->
                "INSERT INTO other SELECT 'k' || i, i / 3.0, " + large() + " FROM " + series()
                        + " i ON CONFLICT (id) DO UPDATE SET v = other.v + 1";
            case 14 -> "UPDATE other SET id = id || 'x' WHERE " + range("length(id) * 40");
            default -> rare();
        };
    }

    private String insertKeyed() {
        return "INSERT INTO keyed SELECT i, 0, NULL, " + large() + ", " + large() + " FROM " + series()
                + " i ON CONFLICT DO NOTHING";
    }

    /** Unique values go round three rows, by way of NULL. */
    private String exchange() {
        int id = random.nextInt(KEYS);
        return """
                UPDATE keyed SET u = NULL WHERE id IN (%1$d, %1$d + 1);
                UPDATE keyed SET u = %1$d WHERE id = %1$d + 1 AND NOT EXISTS (SELECT 1 FROM keyed WHERE u = %1$d);
                UPDATE keyed SET u = %1$d + 1 WHERE id = %1$d AND NOT EXISTS (SELECT 1 FROM keyed WHERE u = %1$d + 1)""".formatted(id);
    }

    private String rare() {
        return switch (random.nextInt(6)) {
            case 0 -> SENDS_TRUNCATE ? "TRUNCATE keyed" : "DELETE FROM keyed";
            case 1 -> SENDS_TRUNCATE ? "TRUNCATE whole, other" : "DELETE FROM whole";
            case 2 -> "DELETE FROM other";
            default -> "SAVEPOINT s; DELETE FROM keyed; INSERT INTO whole VALUES (1); ROLLBACK TO s";
        };
    }

    private String range(String column) {
        int from = random.nextInt(KEYS);
        return column + " BETWEEN " + from + " AND " + (from + random.nextInt(60));
    }

    private String series() {
        int from = random.nextInt(KEYS);
        return "generate_series(" + from + ", " + (from + random.nextInt(60)) + ")";
    }

    private String large() {
        return "repeat(md5('" + random.nextInt(1000) + "'), " + (80 + random.nextInt(20)) + ")";
    }
}
