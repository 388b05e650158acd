package dev.sluice.row;

/** The geometric types: 64-bit floating point coordinates. */
final class Shapes {
    private static final int POINT_BYTES = 16;

    private Shapes() {}

    static void point(ValueBytes in, StringBuilder out) {
        out.append('(');
        numbers(in, 2, out);
        out.append(')');
    }

    static void lseg(ValueBytes in, StringBuilder out) {
        out.append('[');
        points(in, 2, out);
        out.append(']');
    }

    static void box(ValueBytes in, StringBuilder out) {
        points(in, 2, out);
    }

    static void line(ValueBytes in, StringBuilder out) {
        out.append('{');
        numbers(in, 3, out);
        out.append('}');
    }

    static void path(ValueBytes in, StringBuilder out) {
        boolean closed = in.u8() != 0;
        int count = in.count(POINT_BYTES);
        out.append(closed ? '(' : '[');
        points(in, count, out);
        out.append(closed ? ')' : ']');
    }

    static void polygon(ValueBytes in, StringBuilder out) {
        int count = in.count(POINT_BYTES);
        out.append('(');
        points(in, count, out);
        out.append(')');
    }

    static void circle(ValueBytes in, StringBuilder out) {
        out.append('<');
        point(in, out);
        out.append(',');
        numbers(in, 1, out);
        out.append('>');
    }

    private static void points(ValueBytes in, int count, StringBuilder out) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(',');
            }
            point(in, out);
        }
    }

    private static void numbers(ValueBytes in, int count, StringBuilder out) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(',');
            }
            ShortestDecimal.append(out, in.f64());
        }
    }
}
