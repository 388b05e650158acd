package dev.sluice.row;

/** The form in which PostgreSQL's COPY sends a row; see the PostgreSQL documentation, chapter "COPY", "File Formats". */
public enum RowFormat {
    /** A tuple of the binary format: a 16-bit field count, then per field a 32-bit length (-1 for NULL) and its bytes. */
    BINARY,
    /** A line of the text format in UTF-8, its newline included: tab between fields, {@code \N} for NULL. */
    TEXT
}
