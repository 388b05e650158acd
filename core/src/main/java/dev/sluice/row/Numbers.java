package dev.sluice.row;

import java.util.Locale;

/** Truth values and numbers of fixed size. */
final class Numbers {
    private Numbers() {}

    static void bool(ValueBytes in, StringBuilder out) {
        out.append(in.u8() == 0 ? 'f' : 't');
    }

    static void int2(ValueBytes in, StringBuilder out) {
        out.append(in.i16());
    }

    static void int4(ValueBytes in, StringBuilder out) {
        out.append(in.i32());
    }

    static void int8(ValueBytes in, StringBuilder out) {
        out.append(in.i64());
    }

    static void oid(ValueBytes in, StringBuilder out) {
        out.append(in.i32() & 0xFFFF_FFFFL);
    }

    static void float4(ValueBytes in, StringBuilder out) {
        ShortestDecimal.append(out, in.f32());
    }

    static void float8(ValueBytes in, StringBuilder out) {
        ShortestDecimal.append(out, in.f64());
    }

    /**
     * The type money: a 64-bit number of the smallest unit. How many of those a unit has is a matter of the server's
     * lc_monetary; two decimal places, which nearly every locale has, are taken. The text has neither currency sign nor
     * grouping, so that every locale reads it.
     */
    static void money(ValueBytes in, StringBuilder out) {
        long cents = in.i64();
        if (cents < 0) {
            out.append('-');
        }
        out.append(Math.abs(cents / 100)).append('.');
        Digits.padded(out, Math.abs(cents % 100), 2);
    }

    static void lsn(ValueBytes in, StringBuilder out) {
        out.append(Integer.toHexString(in.i32()).toUpperCase(Locale.ROOT));
        out.append('/');
        out.append(Integer.toHexString(in.i32()).toUpperCase(Locale.ROOT));
    }
}
