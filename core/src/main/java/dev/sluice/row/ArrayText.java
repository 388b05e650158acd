package dev.sluice.row;

/**
 * Arrays of one type, of up to six dimensions. Their binary form: the number of dimensions, a flag for NULLs, the element
 * type, then length and lower bound of each dimension, all 32 bits; then each element with its 32-bit length, -1 for NULL.
 */
final class ArrayText implements Rendering {
    private static final int MOST_DIMENSIONS = 6;

    private final int elementOid;
    private final Rendering element;
    private final char delimiter;

    ArrayText(int elementOid, Rendering element, char delimiter) {
        this.elementOid = elementOid;
        this.element = element;
        this.delimiter = delimiter;
    }

    @Override
    public void render(ValueBytes in, StringBuilder out) {
        int dimensions = in.i32();
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw in.malformed("an array cannot have " + dimensions + " dimensions");
        }
        in.i32();
        int oid = in.i32();
        if (oid != elementOid) {
            throw in.malformed("the elements' type is " + (oid & 0xFFFF_FFFFL) + ", not " + elementOid);
        }
        int[] lengths = new int[dimensions];
        int[] lowerBounds = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = in.i32();
            lowerBounds[i] = in.i32();
        }
        if (dimensions == 0 || elements(in, lengths) == 0) {
            out.append("{}");
            return;
        }
        appendBounds(lengths, lowerBounds, out);
        appendDimension(in, lengths, 0, out);
    }

    private static long elements(ValueBytes in, int[] lengths) {
        long count = 1;
        for (int length : lengths) {
            count *= length;
            if (length < 0 || count > in.remaining() / 4) {
                throw in.malformed("a dimension cannot have " + length + " elements");
            }
        }
        return count;
    }

    private static void appendBounds(int[] lengths, int[] lowerBounds, StringBuilder out) {
        boolean usual = true;
        for (int lowerBound : lowerBounds) {
            usual &= lowerBound == 1;
        }
        if (usual) {
            return;
        }
        for (int i = 0; i < lengths.length; i++) {
            out.append('[').append(lowerBounds[i]).append(':');
            out.append((long) lowerBounds[i] + lengths[i] - 1).append(']');
        }
        out.append('=');
    }

    private void appendDimension(ValueBytes in, int[] lengths, int dimension, StringBuilder out) {
        out.append('{');
        for (int i = 0; i < lengths[dimension]; i++) {
            if (i > 0) {
                out.append(delimiter);
            }
            if (dimension + 1 < lengths.length) {
                appendDimension(in, lengths, dimension + 1, out);
            } else {
                appendElement(in, out);
            }
        }
        out.append('}');
    }

    private void appendElement(ValueBytes in, StringBuilder out) {
        int length = in.i32();
        if (length == -1) {
            out.append("NULL");
            return;
        }
        int from = out.length();
        element.renderPart(in, length, out);
        if (needsQuotes(out, from)) {
            quote(out, from);
        }
    }

    private boolean needsQuotes(StringBuilder out, int from) {
        if (out.length() == from || isNull(out, from)) {
            return true;
        }
        for (int i = from; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c == '"'
                    || c == '\\'
                    || c == '{'
                    || c == '}'
                    || c == delimiter
                    || c == ' '
                    || (c >= '\t' && c <= '\r')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNull(StringBuilder out, int from) {
        return out.length() - from == 4 && "NULL".equalsIgnoreCase(out.substring(from));
    }

    private static void quote(StringBuilder out, int from) {
        String text = out.substring(from);
        out.setLength(from);
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
