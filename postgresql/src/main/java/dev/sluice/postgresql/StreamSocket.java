package dev.sluice.postgresql;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The socket of a replication connection. Asked whether there is a message, pgjdbc looks with a timeout of one millisecond,
 * the shortest that a socket knows: too long for who has something to do meanwhile, too short for who has not. Here such a
 * look takes as long as {@link #lookFor} says, which may be no time at all. Used by one thread.
 */
final class StreamSocket extends Socket {
    /** What the driver sets before a look. */
    private static final int LOOK_MILLIS = 1;

    private Duration patience = Duration.ofMillis(LOOK_MILLIS);
    private boolean looking;

    /** Lets every look from now on take so long, in whole milliseconds, if nothing has come. */
    void lookFor(Duration time) {
        patience = time;
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        looking = millis == LOOK_MILLIS;
        super.setSoTimeout(looking ? Math.max(LOOK_MILLIS, (int) patience.toMillis()) : millis);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    /** Nobody reads where it came from. */
    private static final class NothingYet extends SocketTimeoutException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (looking && patience.isZero() && in.available() == 0) {
                throw new NothingYet();
            }
            return in.read(bytes, offset, count);
        }
    }
}
