package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.Lsn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One message of the replication stream, read from its first byte to its last. Reused from message to message. */
final class MessageBytes {
    /** The server counts microseconds from the year 2000 on. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private byte[] bytes = new byte[0];
    private int start;
    private int at;
    private int end;

    /** Begins at {@code offset} of {@code source}. */
    void wrap(byte[] source, int offset, int count) {
        bytes = source;
        start = offset;
        at = offset;
        end = offset + count;
    }

    byte[] array() {
        return bytes;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int i8() {
        need(1);
        return bytes[at++];
    }

    int i16() {
        need(Short.BYTES);
        int value = bytes[at] << 8 | (bytes[at + 1] & 0xff);
        at += Short.BYTES;
        return value;
    }

    int i32() {
        need(Integer.BYTES);
        int value =
                bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
        at += Integer.BYTES;
        return value;
    }

    /** Object and transaction identifiers have no sign. */
    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    long i64() {
        long high = u32();
        return (high << 32) | u32();
    }

    Lsn lsn() {
        return new Lsn(i64());
    }

    Instant time() {
        return EPOCH.plus(i64(), ChronoUnit.MICROS);
    }

    /** Reads a text that ends with a zero byte. */
    String text() {
        int from = at;
        while (at < end && bytes[at] != 0) {
            at++;
        }
        need(1);
        return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
    }

    /** Reads {@code count} bytes. */
    byte[] bytes(int count) {
        if (count < 0) {
            throw malformed("it cannot hold " + count + " bytes");
        }
        need(count);
        byte[] value = new byte[count];
        System.arraycopy(bytes, at, value, 0, count);
        at += count;
        return value;
    }

    /** Goes on behind {@code count} bytes. */
    void skip(int count) {
        if (count < 0) {
            throw malformed("it cannot hold " + count + " bytes");
        }
        need(count);
        at += count;
    }

    private void need(int count) {
        if (end - at < count) {
            throw malformed("it ends " + (count - (end - at)) + " bytes too early");
        }
    }

    SyncException malformed(String what) {
        String kind = start < end ? " " + (char) bytes[start] : "";
        return new SyncException(
                ErrorCode.MALFORMED_DATA,
                "A message" + kind + " of the replication stream is malformed at byte " + (at - start) + ": " + what);
    }
}
