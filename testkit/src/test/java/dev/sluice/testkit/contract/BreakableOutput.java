package dev.sluice.testkit.contract;

import dev.sluice.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what is printed, until it breaks. Safe for use by several threads. */
final class BreakableOutput extends OutputStream {
    /** What becomes of whoever writes to one that is broken. */
    static final Refusal BROKEN =
            new Refusal(ErrorCode.DESTINATION_FAILED, "The output cannot be written: no space left");

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean broken;

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (broken) {
            throw new IOException("no space left");
        }
        kept.write(bytes, offset, length);
    }

    synchronized void breakDown() {
        broken = true;
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
