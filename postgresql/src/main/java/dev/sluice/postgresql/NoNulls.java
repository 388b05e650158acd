package dev.sluice.postgresql;

/**
 * Which columns have NULL in no row. From version 18 on a column may refuse NULL and have rows with it from before: its
 * constraint is not valid yet. See the PostgreSQL documentation, "ALTER TABLE", {@code NOT VALID}.
 */
final class NoNulls {
    private NoNulls() {}

    /** Returns the condition that it is so of a row of pg_attribute. */
    static String in(String attribute) {
        return """
                (@a.attnotnull AND NOT EXISTS (
                     SELECT 1 FROM pg_catalog.pg_constraint doubt
                      WHERE doubt.conrelid = @a.attrelid AND doubt.contype = 'n' AND NOT doubt.convalidated
                        AND @a.attnum = ANY (doubt.conkey)))""".replace("@a", attribute);
    }

    /** Returns the condition that it is so of all columns of the unique index that is the row {@code i} of pg_index. */
    static String inKey() {
        return """
                NOT EXISTS (
                    SELECT 1 FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]) AND NOT @holds)""".replace("@holds", in("a"));
    }
}
