package dev.sluice.postgresql;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes messages of the output plug-in as a server does, field by field. */
final class OutputMessages {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private OutputMessages() {}

    static OutputMessages message(char letter) {
        return new OutputMessages().i8(letter);
    }

    /** A table of the columns {@code id int4}, which identifies rows, and {@code v text}. */
    static byte[] relation(int oid, String name) {
        return message('R')
                .i32(oid)
                .text("public")
                .text(name)
                .i8('d')
                .i16(2)
                .i8(1)
                .text("id")
                .i32(23)
                .i32(-1)
                .i8(0)
                .text("v")
                .i32(25)
                .i32(-1)
                .bytes();
    }

    OutputMessages i8(int value) {
        return write(() -> out.writeByte(value));
    }

    OutputMessages i16(int value) {
        return write(() -> out.writeShort(value));
    }

    OutputMessages i32(int value) {
        return write(() -> out.writeInt(value));
    }

    OutputMessages i64(long value) {
        return write(() -> out.writeLong(value));
    }

    OutputMessages text(String value) {
        return write(() -> {
            out.write(value.getBytes(StandardCharsets.UTF_8));
            out.writeByte(0);
        });
    }

    /** Writes the letter of a tuple and its fields in text form. */
    OutputMessages tuple(char letter, String... fields) {
        i8(letter).i16(fields.length);
        for (String field : fields) {
            byte[] value = field.getBytes(StandardCharsets.UTF_8);
            i8('t').i32(value.length).write(() -> out.write(value));
        }
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private interface Writing {
        void run() throws IOException;
    }

    private OutputMessages write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
