package dev.sluice.postgresql;

import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what the types of a table's columns are, in words that do not depend on how they are named. */
final class TypeNames {
    private static final String DESCRIBE = """
            CREATE FUNCTION described(type oid) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE t pg_type;
            BEGIN
                SELECT * INTO t FROM pg_type WHERE oid = type;
                RETURN CASE
                    WHEN t.oid < 16384 THEN format_type(t.oid, t.typtypmod)
                    WHEN t.typcategory = 'A' AND t.typtype = 'b' THEN 'array of ' || described(t.typelem)
                    WHEN t.typtype = 'd' THEN 'domain over ' || described(t.typbasetype)
                    WHEN t.typtype = 'e' THEN 'enum'
                    WHEN t.typtype = 'c' THEN 'composite type'
                    WHEN t.typtype = 'r' THEN (SELECT 'range of ' || described(rngsubtype)
                                                 FROM pg_range WHERE rngtypid = t.oid)
                    WHEN t.typtype = 'm' THEN (SELECT 'multirange of ' || described(rngsubtype)
                                                 FROM pg_range WHERE rngmultitypid = t.oid)
                END;
            END $$""";

    private static final String COLUMNS = """
            SELECT CASE
                       WHEN EXISTS (SELECT FROM pg_depend WHERE objid IN (t.oid, t.typelem) AND deptype = 'e')
                       THEN 'EXTENSION'
                       WHEN t.oid >= 16384 THEN 'OWN'
                       WHEN t.typtype <> 'b' OR t.typname LIKE '\\_%' THEN 'NESTED'
                       ELSE 'PLAIN'
                   END, coalesce(described(t.oid), '')
              FROM pg_attribute a JOIN pg_type t ON t.oid = atttypid
             WHERE attrelid = ?::regclass AND attnum > 1 ORDER BY attnum""";

    private TypeNames() {}

    /** Where a type comes from. */
    enum Origin {
        PLAIN("PostgreSQL's own types"),
        NESTED("Arrays, ranges and multiranges of them"),
        OWN("Types of your own"),
        EXTENSION("Types of extensions");

        private final String title;

        Origin(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** What a type is; types of users have names of their own, so that only the description tells something. */
    record Described(Origin origin, String description) {}

    /** Returns what the types of the columns are, but for the first column. */
    static List<Described> of(TestDatabase database, String table) throws SQLException {
        database.execute(DESCRIBE);
        List<Described> all = new ArrayList<>();
        for (List<@Nullable String> row : database.query(COLUMNS, table)) {
            Origin origin = Origin.valueOf(Objects.requireNonNull(row.get(0)));
            all.add(new Described(origin, Objects.requireNonNull(row.get(1))));
        }
        return all;
    }
}
