package dev.sluice.testkit;

/** Names and values as SQL text, for the places where SQL takes no parameter. */
final class Quoted {
    private Quoted() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
