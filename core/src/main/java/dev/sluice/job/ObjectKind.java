package dev.sluice.job;

/** What a selection rule chooses, and what a transformation rule is about. */
public enum ObjectKind {
    /** A database. */
    DATABASE("Database"),
    /** A schema. */
    SCHEMA("Schema"),
    /** A table. */
    TABLE("Table");

    private final String spelling;

    ObjectKind(String spelling) {
        this.spelling = spelling;
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
