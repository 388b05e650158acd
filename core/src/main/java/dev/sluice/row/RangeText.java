package dev.sluice.row;

/** Ranges of one type: a byte of flags, then each bound that there is with its 32-bit length. */
final class RangeText implements Rendering {
    private static final int EMPTY = 0x01;
    private static final int LOWER_INCLUSIVE = 0x02;
    private static final int UPPER_INCLUSIVE = 0x04;
    private static final int NO_LOWER = 0x08 | 0x20;
    private static final int NO_UPPER = 0x10 | 0x40;

    private final Rendering bound;

    RangeText(Rendering bound) {
        this.bound = bound;
    }

    /** Several ranges: a 32-bit count, then each with its 32-bit length. */
    static Rendering multirange(Rendering bound) {
        RangeText range = new RangeText(bound);
        return (in, out) -> {
            int count = in.count(5);
            out.append('{');
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    out.append(',');
                }
                range.renderPart(in, in.i32(), out);
            }
            out.append('}');
        };
    }

    @Override
    public void render(ValueBytes in, StringBuilder out) {
        int flags = in.u8();
        if ((flags & EMPTY) != 0) {
            out.append("empty");
            return;
        }
        out.append((flags & LOWER_INCLUSIVE) == 0 ? '(' : '[');
        if ((flags & NO_LOWER) == 0) {
            appendBound(in, out);
        }
        out.append(',');
        if ((flags & NO_UPPER) == 0) {
            appendBound(in, out);
        }
        out.append((flags & UPPER_INCLUSIVE) == 0 ? ')' : ']');
    }

    /** No bound of a built-in range type has quotes or backslashes; only a blank needs quoting. */
    private void appendBound(ValueBytes in, StringBuilder out) {
        int from = out.length();
        bound.renderPart(in, in.i32(), out);
        if (out.indexOf(" ", from) >= 0) {
            out.insert(from, '"').append('"');
        }
    }
}
