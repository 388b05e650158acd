package dev.sluice.row;

/**
 * The type of a column, as the server that has it names it.
 *
 * @param oid the type's object identifier; for a domain that of its base type. Object identifiers below 16384 mean the
 *     same on every server
 * @param name the type as SQL, with its length or precision, such as {@code numeric(10,2)}
 */
public record ColumnType(int oid, String name) {
    /** The first object identifier that a server gives to types of its users. */
    private static final int FIRST_USER_OID = 16384;

    /** Returns whether the type came with the server, so that its object identifier is the same everywhere. */
    public boolean builtIn() {
        return oid > 0 && oid < FIRST_USER_OID;
    }
}
