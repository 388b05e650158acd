package dev.sluice.row;

/** Text and the types that look like it. */
final class Texts {
    private Texts() {}

    static void text(ValueBytes in, StringBuilder out) {
        out.append(in.rest());
    }

    /** The internal type {@code "char"}: one byte; nothing for zero, octal above ASCII. */
    static void singleByte(ValueBytes in, StringBuilder out) {
        int value = in.u8();
        if (value >= 0x80) {
            out.append('\\').append((char) ('0' + (value >> 6)));
            out.append((char) ('0' + (value >> 3 & 7))).append((char) ('0' + (value & 7)));
        } else if (value != 0) {
            out.append((char) value);
        }
    }

    /** The types jsonb and jsonpath: a version, which has only ever been 1, then text. */
    static void versioned(ValueBytes in, StringBuilder out) {
        int version = in.u8();
        if (version != 1) {
            throw in.malformed("version " + version + " is not known");
        }
        out.append(in.rest());
    }

    static void bytea(ValueBytes in, StringBuilder out) {
        out.append("\\x");
        Digits.hexRest(out, in);
    }

    static void uuid(ValueBytes in, StringBuilder out) {
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.append('-');
            }
            Digits.hex(out, in.u8());
        }
    }

    /** The types bit and bit varying: a 32-bit number of bits, then the bits, the highest first. */
    static void bits(ValueBytes in, StringBuilder out) {
        int length = in.i32();
        if (length < 0 || (length + 7L) / 8 != in.remaining()) {
            throw in.malformed(length + " bits do not fit into " + in.remaining() + " bytes");
        }
        int bits = 0;
        for (int i = 0; i < length; i++) {
            bits = i % 8 == 0 ? in.u8() : bits << 1;
            out.append((bits & 0x80) == 0 ? '0' : '1');
        }
    }
}
