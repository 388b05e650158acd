package dev.sluice.row;

/** A named column of a row. */
public record Column(String name, ColumnType type) {}
