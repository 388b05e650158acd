package dev.sluice.testkit;

import java.util.List;

/**
 * Special values of one PostgreSQL type.
 *
 * @param type the type as in a column definition
 * @param setUpSql statements that make the type exist; they may be run again
 * @param literals SQL expressions, each good for a column of the type
 * @param sinceVersion the first major version that takes the type and all the values
 */
public record TypeSample(String type, List<String> setUpSql, List<String> literals, int sinceVersion) {
    /** Copies the lists; there is at least one value. */
    public TypeSample {
        setUpSql = List.copyOf(setUpSql);
        literals = List.copyOf(literals);
        if (literals.isEmpty()) {
            throw new IllegalArgumentException("no values of " + type);
        }
    }

    static TypeSample sample(String type, String... literals) {
        return new TypeSample(type, List.of(), List.of(literals), 10);
    }

    TypeSample since(int version) {
        return new TypeSample(type, setUpSql, literals, version);
    }

    TypeSample setUp(String... sql) {
        return new TypeSample(type, List.of(sql), literals, sinceVersion);
    }
}
