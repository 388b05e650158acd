package dev.sluice.job;

/** The kinds of DDL that a job may meet while it follows changes. */
public enum DdlKind {
    /** ALTER TABLE … ADD COLUMN. */
    ADD_COLUMN("AddColumn", DdlPolicy.NORMAL),
    /** ALTER TABLE … DROP COLUMN. */
    DROP_COLUMN("DropColumn", DdlPolicy.ALERT),
    /** ALTER TABLE … RENAME COLUMN. */
    RENAME_COLUMN("RenameColumn", DdlPolicy.CRITICAL),
    /** ALTER TABLE … ALTER COLUMN: type, default, NOT NULL. */
    MODIFY_COLUMN("ModifyColumn", DdlPolicy.CRITICAL),
    /** CREATE TABLE of a table that the rules choose. */
    CREATE_TABLE("CreateTable", DdlPolicy.NORMAL),
    /** ALTER TABLE … RENAME TO, or SET SCHEMA. */
    RENAME_TABLE("RenameTable", DdlPolicy.CRITICAL),
    /** DROP TABLE. */
    DROP_TABLE("DropTable", DdlPolicy.ALERT),
    /** TRUNCATE. */
    TRUNCATE_TABLE("TruncateTable", DdlPolicy.NORMAL);

    private final String spelling;
    private final DdlPolicy standard;

    DdlKind(String spelling, DdlPolicy standard) {
        this.spelling = spelling;
        this.standard = standard;
    }

    /** Returns what is done where the file does not say. */
    public DdlPolicy standard() {
        return standard;
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
