package dev.sluice.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in network byte order inside a byte array. The caller has checked that they are there. */
final class BigEndian {
    private static final VarHandle I16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle I64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static short i16(byte[] bytes, int offset) {
        return (short) I16.get(bytes, offset);
    }

    static int i32(byte[] bytes, int offset) {
        return (int) I32.get(bytes, offset);
    }

    static long i64(byte[] bytes, int offset) {
        return (long) I64.get(bytes, offset);
    }

    static void putI16(byte[] bytes, int offset, short value) {
        I16.set(bytes, offset, value);
    }

    static void putI32(byte[] bytes, int offset, int value) {
        I32.set(bytes, offset, value);
    }

    static void putI64(byte[] bytes, int offset, long value) {
        I64.set(bytes, offset, value);
    }
}
