package dev.sluice.postgresql;

import dev.sluice.job.TableName;

/** How names and texts are written in SQL: the one place where they are quoted. */
final class Quoting {
    private Quoting() {}

    /** Writes a name as an identifier that means exactly {@code name}. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Writes a table's full name. */
    static String table(TableName table) {
        return identifier(table.schema()) + "." + identifier(table.table());
    }

    /** Writes a text as a literal that means exactly {@code text}, whatever standard_conforming_strings says. */
    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }
}
