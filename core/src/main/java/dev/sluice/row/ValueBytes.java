package dev.sluice.row;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.nio.charset.StandardCharsets;
import java.time.zone.ZoneRules;

/** The binary form of one value, read from its first byte to its last. What is not there is malformed data. */
final class ValueBytes {
    private final String type;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final ZoneRules zone;
    private int at;

    /** {@code zone} is the one in which points in time are shown. */
    ValueBytes(String type, byte[] bytes, int offset, int length, ZoneRules zone) {
        this(type, bytes, offset, offset, offset + length, zone);
    }

    private ValueBytes(String type, byte[] bytes, int start, int from, int end, ZoneRules zone) {
        this.type = type;
        this.bytes = bytes;
        this.start = start;
        this.at = from;
        this.end = end;
        this.zone = zone;
    }

    ZoneRules zone() {
        return zone;
    }

    int remaining() {
        return end - at;
    }

    int u8() {
        return bytes[take(1)] & 0xFF;
    }

    short i16() {
        return BigEndian.i16(bytes, take(2));
    }

    int u16() {
        return i16() & 0xFFFF;
    }

    int i32() {
        return BigEndian.i32(bytes, take(4));
    }

    long i64() {
        return BigEndian.i64(bytes, take(8));
    }

    float f32() {
        return Float.intBitsToFloat(i32());
    }

    double f64() {
        return Double.longBitsToDouble(i64());
    }

    /** Reads a 32-bit count of things that take at least {@code bytesEach} bytes, so that no lie about it costs memory. */
    int count(int bytesEach) {
        int count = i32();
        if (count < 0 || count > remaining() / bytesEach) {
            throw malformed("there cannot be " + count + " parts");
        }
        return count;
    }

    /** Takes the next {@code length} bytes as a value of its own. */
    ValueBytes part(int length) {
        int from = take(length);
        return new ValueBytes(type, bytes, start, from, at, zone);
    }

    /** Takes the rest as UTF-8. */
    String rest() {
        int length = remaining();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    /** Takes UTF-8 up to a zero byte, and that byte. */
    String zeroTerminated() {
        int zero = at;
        while (zero < end && bytes[zero] != 0) {
            zero++;
        }
        if (zero == end) {
            throw malformed("a text has no end");
        }
        String text = new String(bytes, at, zero - at, StandardCharsets.UTF_8);
        at = zero + 1;
        return text;
    }

    void expectEnd() {
        if (at != end) {
            throw malformed((end - at) + " bytes too many");
        }
    }

    SyncException malformed(String what) {
        return new SyncException(
                ErrorCode.MALFORMED_DATA,
                "A value of type " + type + " is malformed at byte " + (at - start) + ": " + what);
    }

    private int take(int length) {
        if (length < 0 || length > end - at) {
            throw malformed(length + " bytes are wanted and " + (end - at) + " are left");
        }
        int from = at;
        at += length;
        return from;
    }
}
