package dev.sluice.row;

import java.nio.charset.StandardCharsets;

/**
 * Writes rows, value by value and in the order of the columns, into a batch of either form: as fields of a binary tuple or
 * as an escaped line. Makes no object per row. Used by one thread.
 */
public final class RowBuilder {
    private static final int MOST_LONG_DIGITS = 20;
    private static final int MOST_UTF8_BYTES_PER_CHAR = 3;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final int columns;
    private final StringBuilder scratch = new StringBuilder();
    private RowBatch batch = new RowBatch(RowFormat.TEXT, new BatchSize(1, 1));
    private boolean binary;
    private byte[] bytes = batch.bytes();
    private int at;
    private int fields;

    /** Creates a builder of rows with that many fields. */
    public RowBuilder(int columns) {
        if (columns < 0 || columns > Short.MAX_VALUE) {
            throw new IllegalArgumentException("A row cannot have " + columns + " columns");
        }
        this.columns = columns;
    }

    /** Begins a row behind the last one of {@code target}; a row that was begun and not ended is gone. */
    public void begin(RowBatch target) {
        batch = target;
        bytes = target.bytes();
        binary = target.format() == RowFormat.BINARY;
        at = target.length();
        fields = 0;
        if (binary) {
            reserve(Short.BYTES);
            BigEndian.putI16(bytes, at, (short) columns);
            at += Short.BYTES;
        }
    }

    /** Ends the row, which then counts in its batch. */
    public void end() {
        if (fields != columns) {
            throw new IllegalStateException("A row of " + columns + " columns cannot end with " + fields + " fields");
        }
        if (!binary) {
            reserve(1);
            bytes[at++] = '\n';
        }
        batch.endRow(at);
    }

    /** Writes NULL. */
    public void addNull() {
        if (binary) {
            header(-1);
        } else {
            separator(2);
            bytes[at++] = '\\';
            bytes[at++] = 'N';
        }
    }

    /** Writes a text, or in the text format any value in its text form. Half a surrogate pair becomes a question mark. */
    public void addText(CharSequence value) {
        int most = Math.multiplyExact(value.length(), MOST_UTF8_BYTES_PER_CHAR);
        if (binary) {
            header(0);
            int from = at;
            reserve(most);
            appendUtf8(value);
            BigEndian.putI32(bytes, from - Integer.BYTES, at - from);
        } else {
            separator(most);
            appendUtf8(value);
        }
    }

    /** Writes a text that is there in UTF-8, or in the text format any value in its text form. */
    public void addText(byte[] utf8, int offset, int length) {
        int escapes = binary ? 0 : escapes(utf8, offset, length);
        if (escapes == 0) {
            addField(utf8, offset, length);
            return;
        }
        separator(Math.addExact(length, escapes));
        for (int i = offset; i < offset + length; i++) {
            appendAscii(utf8[i]);
        }
    }

    private static int escapes(byte[] utf8, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            if (CopyText.escape(utf8[i]) != 0) {
                count++;
            }
        }
        return count;
    }

    /** Writes an int8. */
    public void addLong(long value) {
        if (binary) {
            header(Long.BYTES);
            BigEndian.putI64(bytes, at, value);
            at += Long.BYTES;
        } else {
            separator(MOST_LONG_DIGITS);
            appendDecimal(value);
        }
    }

    /** Writes a float8. */
    public void addDouble(double value) {
        if (binary) {
            header(Double.BYTES);
            BigEndian.putI64(bytes, at, Double.doubleToRawLongBits(value));
            at += Double.BYTES;
        } else {
            scratch.setLength(0);
            ShortestDecimal.append(scratch, value);
            addText(scratch);
        }
    }

    /** Writes a bool. */
    public void addBoolean(boolean value) {
        if (binary) {
            header(1);
            bytes[at++] = (byte) (value ? 1 : 0);
        } else {
            separator(1);
            bytes[at++] = (byte) (value ? 't' : 'f');
        }
    }

    /** Writes a timestamp, given in microseconds since 2000-01-01 00:00:00. */
    public void addTimestamp(long micros) {
        if (binary) {
            addLong(micros);
        } else {
            scratch.setLength(0);
            DateTimes.appendTimestamp(micros, scratch);
            addText(scratch);
        }
    }

    /** Writes a bytea. */
    public void addBytes(byte[] value) {
        if (binary) {
            header(value.length);
            System.arraycopy(value, 0, bytes, at, value.length);
            at += value.length;
            return;
        }
        separator(Math.addExact(Math.multiplyExact(value.length, 2), 3));
        bytes[at++] = '\\';
        bytes[at++] = '\\';
        bytes[at++] = 'x';
        for (byte b : value) {
            bytes[at++] = HEX[b >> 4 & 0xF];
            bytes[at++] = HEX[b & 0xF];
        }
    }

    /**
     * Writes a field as it stands in another row of the same form, without its length or its tab. Whether it may hold
     * U+0000 is for the caller to {@linkplain RowBatch#markNul say}.
     *
     * @param length how many bytes it has; -1 for NULL
     */
    public void addField(byte[] source, int offset, int length) {
        if (length < 0) {
            addNull();
            return;
        }
        if (binary) {
            header(length);
        } else {
            separator(length);
        }
        System.arraycopy(source, offset, bytes, at, length);
        at += length;
    }

    /** Writes the length of a field and makes room for that many bytes behind it. */
    private void header(int length) {
        fields++;
        reserve(Integer.BYTES + Math.max(0, length));
        BigEndian.putI32(bytes, at, length);
        at += Integer.BYTES;
    }

    /** Writes the tab in front of every field but the first and makes room for that many bytes behind it. */
    private void separator(int length) {
        reserve(1 + length);
        if (fields++ > 0) {
            bytes[at++] = '\t';
        }
    }

    private void reserve(int count) {
        if (count > bytes.length - at) {
            bytes = batch.reserve(Math.addExact(at - batch.length(), count));
        }
    }

    private void appendUtf8(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                appendAscii((byte) c);
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | c >> 6);
                bytes[at++] = continuation(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[at++] = (byte) (0xE0 | c >> 12);
                bytes[at++] = continuation(c >> 6);
                bytes[at++] = continuation(c);
            } else if (i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1))) {
                appendSupplementary(Character.toCodePoint(c, value.charAt(++i)));
            } else {
                bytes[at++] = '?';
            }
        }
    }

    private void appendAscii(byte c) {
        byte escape = binary ? 0 : CopyText.escape(c);
        if (escape == 0) {
            bytes[at++] = c;
            if (c == 0) {
                batch.markNul();
            }
        } else {
            bytes[at++] = '\\';
            bytes[at++] = escape;
        }
    }

    private void appendSupplementary(int codePoint) {
        bytes[at++] = (byte) (0xF0 | codePoint >> 18);
        bytes[at++] = continuation(codePoint >> 12);
        bytes[at++] = continuation(codePoint >> 6);
        bytes[at++] = continuation(codePoint);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private void appendDecimal(long value) {
        int digits = value < 0 ? 2 : 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        int to = at + digits;
        if (value < 0) {
            bytes[at] = '-';
        }
        int first = value < 0 ? at + 1 : at;
        long rest = value;
        for (int i = to - 1; i >= first; i--) {
            bytes[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        at = to;
    }
}
