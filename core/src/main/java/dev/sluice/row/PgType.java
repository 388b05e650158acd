package dev.sluice.row;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * One of PostgreSQL's built-in types whose binary form means the same on every server.
 *
 * <p>The binary form is what the type's send function gives, the text what its output function gives with DateStyle ISO,
 * IntervalStyle postgres, TimeZone UTC, bytea_output hex and the shortest exact floating point numbers (the default from
 * PostgreSQL 12 on). Immutable.
 */
public final class PgType {
    private final String name;
    private final int oid;
    private final int arrayOid;
    private final Rendering rendering;

    PgType(String name, int oid, int arrayOid, Rendering rendering) {
        this.name = name;
        this.oid = oid;
        this.arrayOid = arrayOid;
        this.rendering = rendering;
    }

    /** Returns the type's name in the catalogue, {@code []} behind it for an array type. */
    public String name() {
        return name;
    }

    /** Returns the type's object identifier. */
    public int oid() {
        return oid;
    }

    /** Returns the object identifier of the type's array type; 0 for an array type. */
    public int arrayOid() {
        return arrayOid;
    }

    /**
     * Renders a value's binary form as text.
     *
     * <p>Text that is not valid UTF-8, which only a server without an encoding sends, gets U+FFFD where it is not.
     *
     * @throws dev.sluice.SyncException with {@code MALFORMED_DATA}, naming type and byte, when the bytes are not a value
     *     of this type
     */
    public String text(byte[] bytes, int offset, int length) {
        return text(bytes, offset, length, ZoneOffset.UTC);
    }

    /** Renders a value's binary form like {@link #text(byte[], int, int)}, with {@code zone} as TimeZone. */
    public String text(byte[] bytes, int offset, int length, ZoneId zone) {
        ValueBytes in = new ValueBytes(name, bytes, offset, length, zone.getRules());
        StringBuilder out = new StringBuilder();
        rendering.render(in, out);
        in.expectEnd();
        return out.toString();
    }

    /** Returns this type's array type. */
    PgType array() {
        char delimiter = oid == PgTypes.BOX ? ';' : ',';
        return new PgType(name + "[]", arrayOid, 0, new ArrayText(oid, rendering, delimiter));
    }

    @Override
    public String toString() {
        return name;
    }
}
