package dev.sluice.job;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the expression of a Rename rule may use, written {@code ${srcTableName}} and the like. */
public enum SourceVariable {
    /** The name of the source's data source. */
    DATA_SOURCE("srcDatasourceName"),
    /** The name of the source's database. */
    DATABASE("srcDatabaseName"),
    /** The name of the table's schema. */
    SCHEMA("srcSchemaName"),
    /** The name of the table. */
    TABLE("srcTableName");

    private final String spelling;

    SourceVariable(String spelling) {
        this.spelling = spelling;
    }

    static Optional<SourceVariable> named(String name) {
        return Arrays.stream(values())
                .filter(variable -> variable.spelling.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(SourceVariable::toString).toList();
    }

    String of(SourceTable table) {
        return switch (this) {
            case DATA_SOURCE -> table.dataSource();
            case DATABASE -> table.database();
            case SCHEMA -> table.name().schema();
            case TABLE -> table.name().table();
        };
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
