package dev.sluice.row;

/** Turns a type's binary form into the text that the type's output function gives. */
@FunctionalInterface
interface Rendering {
    /** Reads one value to its end and appends its text. */
    void render(ValueBytes in, StringBuilder out);

    /** Renders the next {@code length} bytes, which must be one whole value. */
    default void renderPart(ValueBytes in, int length, StringBuilder out) {
        ValueBytes part = in.part(length);
        render(part, out);
        part.expectEnd();
    }
}
