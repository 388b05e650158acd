package dev.sluice.change;

import dev.sluice.job.DdlKind;
import dev.sluice.job.TableName;

/** A difference between two definitions of a table. */
public sealed interface SchemaChange {
    /** Returns what kind of DDL makes it. */
    DdlKind kind();

    /** Returns the number of the column that it is about; 0 where it is about the table. */
    int number();

    /** Says what it is. */
    String describe();

    /**
     * There is a new column.
     *
     * @param column the column
     */
    record AddColumn(ColumnDefinition column) implements SchemaChange {
        @Override
        public int number() {
            return column.number();
        }

        @Override
        public DdlKind kind() {
            return DdlKind.ADD_COLUMN;
        }

        @Override
        public String describe() {
            return "ADD COLUMN " + column.name() + " " + column.type();
        }
    }

    /**
     * A column went.
     *
     * @param number its number
     * @param name its name
     */
    record DropColumn(int number, String name) implements SchemaChange {
        @Override
        public DdlKind kind() {
            return DdlKind.DROP_COLUMN;
        }

        @Override
        public String describe() {
            return "DROP COLUMN " + name;
        }
    }

    /**
     * A column got another name.
     *
     * @param number its number
     * @param from its name before
     * @param to its name now
     */
    record RenameColumn(int number, String from, String to) implements SchemaChange {
        @Override
        public DdlKind kind() {
            return DdlKind.RENAME_COLUMN;
        }

        @Override
        public String describe() {
            return "RENAME COLUMN " + from + " TO " + to;
        }
    }

    /**
     * A column got another type, default or NOT NULL.
     *
     * @param from as it was, under its name before
     * @param to as it is
     */
    record ModifyColumn(ColumnDefinition from, ColumnDefinition to) implements SchemaChange {
        @Override
        public int number() {
            return to.number();
        }

        @Override
        public DdlKind kind() {
            return DdlKind.MODIFY_COLUMN;
        }

        @Override
        public String describe() {
            return "ALTER COLUMN " + to.name() + ": "
                    + (from.type().equals(to.type()) ? "" : "type " + from.type() + " to " + to.type() + " ")
                    + (from.notNull() == to.notNull() ? "" : to.notNull() ? "SET NOT NULL " : "DROP NOT NULL ")
                    + (from.filling().equals(to.filling()) ? "" : "another default");
        }
    }

    /**
     * The table got another name or schema.
     *
     * @param from its name before
     * @param to its name now
     */
    record RenameTable(TableName from, TableName to) implements SchemaChange {
        @Override
        public int number() {
            return 0;
        }

        @Override
        public DdlKind kind() {
            return DdlKind.RENAME_TABLE;
        }

        @Override
        public String describe() {
            return "RENAME TABLE " + from + " TO " + to;
        }
    }
}
