package dev.sluice.postgresql;

/** What a relation is; see the PostgreSQL documentation, chapter "pg_class", {@code relkind}. */
enum RelationKind {
    TABLE('r', "table"),
    PARTITIONED_TABLE('p', "partitioned table"),
    VIEW('v', "view"),
    MATERIALIZED_VIEW('m', "materialized view"),
    FOREIGN_TABLE('f', "foreign table"),
    OTHER('?', "relation without rows of its own");

    private final char code;
    private final String label;

    RelationKind(char code, String label) {
        this.code = code;
        this.label = label;
    }

    static RelationKind of(String code) {
        for (RelationKind kind : values()) {
            if (kind.code == code.charAt(0)) {
                return kind;
            }
        }
        return OTHER;
    }

    String label() {
        return label;
    }

    /** Returns whether its rows lie in pages of its own, so that they have a ctid and can be sampled. */
    boolean hasPages() {
        return this == TABLE || this == MATERIALIZED_VIEW;
    }
}
