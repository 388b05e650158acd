package dev.sluice.postgresql;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;

/**
 * One element of ASN.1 in DER form (X.690): as much of it as is needed to tell the forms of private keys from each other,
 * and to put one into another. Immutable.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    /** Lengths from here on take further bytes, whose number the first one tells. */
    private static final int LONG = 0x80;

    private static final int MAX_LENGTH_BYTES = 3;

    private final byte[] bytes;
    private final int start;
    private final int content;
    private final int end;

    private Der(byte[] bytes, int start, int content, int end) {
        this.bytes = bytes;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /** Returns the element that the bytes begin with. */
    static Der of(byte[] bytes) throws InvalidKeyException {
        return at(bytes, 0, bytes.length);
    }

    /** Reads the element at a place, which must not reach beyond {@code limit}. */
    private static Der at(byte[] bytes, int start, int limit) throws InvalidKeyException {
        int first = start + 1 < limit ? bytes[start + 1] & 0xFF : -1;
        int lengthBytes = first < LONG ? 0 : first - LONG;
        int content = start + 2 + lengthBytes;
        if (first < 0 || first == LONG || lengthBytes > MAX_LENGTH_BYTES || content > limit) {
            throw new InvalidKeyException("no DER element at byte " + start);
        }
        int length = lengthBytes == 0 ? first : 0;
        for (int i = content - lengthBytes; i < content; i++) {
            length = (length << 8) | (bytes[i] & 0xFF);
        }
        if (length > limit - content) {
            throw new InvalidKeyException("the DER element at byte " + start + " is cut off");
        }
        return new Der(bytes, start, content, content + length);
    }

    /** Returns the first element inside. */
    Der first() throws InvalidKeyException {
        return at(bytes, content, end);
    }

    /** Returns the next element inside, behind {@code child}. */
    Der after(Der child) throws InvalidKeyException {
        return at(bytes, child.end, end);
    }

    int tag() {
        return bytes[start] & 0xFF;
    }

    /** Returns the element without what follows it, such as the newline of an editor. */
    byte[] whole() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** Returns what is inside. */
    byte[] inside() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /** Writes an element that holds the parts. */
    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        writeLength(element, content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /** Writes the shortest form, as DER wants it. */
    private static void writeLength(ByteArrayOutputStream element, int length) {
        if (length < LONG) {
            element.write(length);
            return;
        }
        int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        element.write(LONG | count);
        for (int i = count - 1; i >= 0; i--) {
            element.write(length >> (8 * i));
        }
    }
}
