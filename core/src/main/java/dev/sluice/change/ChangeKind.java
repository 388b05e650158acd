package dev.sluice.change;

/** What happened. */
public enum ChangeKind {
    /** A row came. */
    INSERT,
    /** A row changed. */
    UPDATE,
    /** A row went. */
    DELETE,
    /** All rows of one or more tables went. */
    TRUNCATE,
    /** A table got another definition. */
    REDEFINE;

    /** Returns whether it is about one row. */
    public boolean isOfRow() {
        return this == INSERT || this == UPDATE || this == DELETE;
    }
}
