package dev.sluice.stream;

import dev.sluice.row.ColumnType;
import java.util.Locale;

/** The types of columns that are made up. */
enum ColumnKind {
    STRING,
    LONG,
    DOUBLE,
    DATE,
    BOOL,
    BYTES;

    /** Returns the PostgreSQL type that the fields have. */
    ColumnType type() {
        return switch (this) {
            case STRING -> new ColumnType(25, "text");
            case LONG -> new ColumnType(20, "bigint");
            case DOUBLE -> new ColumnType(701, "double precision");
            case DATE -> new ColumnType(1114, "timestamp without time zone");
            case BOOL -> new ColumnType(16, "boolean");
            case BYTES -> new ColumnType(17, "bytea");
        };
    }

    /** Makes content of the option {@code value}. */
    Content constant(String value, DateText dates) throws BadOption {
        return switch (this) {
            case STRING -> Constants.text(value);
            case LONG -> Constants.number(value);
            case DOUBLE -> Constants.decimal(value);
            case DATE -> Constants.date(value, dates);
            case BOOL -> Constants.truth(value);
            case BYTES -> Constants.bytes(value);
        };
    }

    /** Makes content of the option {@code random}. */
    Content random(String bounds, DateText dates) throws BadOption {
        return switch (this) {
            case STRING -> Draws.text(bounds);
            case LONG -> Draws.number(bounds);
            case DOUBLE -> Draws.decimal(bounds);
            case DATE -> Draws.date(bounds, dates);
            case BOOL -> Draws.truth(bounds);
            case BYTES -> Draws.bytes(bounds);
        };
    }

    /** Returns the name as job files write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
