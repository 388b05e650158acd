package dev.sluice.job;

/** What an added column may hold that differs from row to row or table to table. */
public enum ColumnVariable {
    /** When the change was committed at the source, or the row was copied: milliseconds since 1970 UTC, a bigint. */
    EXECUTE_TIME,
    /** The name of the source's database. */
    DB_NAME_SRC,
    /** The name of the source's data source. */
    DATASOURCE_NAME_SRC,
    /** The name of the source's schema. An addition of Sluice. */
    SCHEMA_NAME_SRC,
    /** The name of the source's table. */
    TABLE_NAME_SRC,
    /** The name of the destination's database. */
    DB_NAME_DEST,
    /** The name of the destination's data source. */
    DATASOURCE_NAME_DEST,
    /** The name of the destination's schema. An addition of Sluice. */
    SCHEMA_NAME_DEST,
    /** The name of the destination's table. */
    TABLE_NAME_DEST,
    /** What a Rename rule for databases makes of the source's database. */
    DB_NAME_SRC_TRANSED
}
