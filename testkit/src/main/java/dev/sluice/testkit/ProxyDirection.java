package dev.sluice.testkit;

import dev.sluice.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.IntUnaryOperator;

/**
 * One way of a proxied connection. A reading thread stamps what comes with the time at which it is due, a sending thread
 * sends it then; so a delay costs latency and not throughput, as on a real line.
 */
final class ProxyDirection {
    private static final int CHUNK_BYTES = 64 * 1024;
    // What may be on the line at once: enough for 100 ms at 300 MB/s.
    private static final int LINE_BYTES = 32 * 1024 * 1024;
    // A limited line sends pieces of 20 ms, so that it flows instead of jumping.
    private static final int PIECES_PER_SECOND = 50;

    private final Network network;
    private final Socket from;
    private final Socket to;
    private final IntUnaryOperator allowance;
    private final Passage passage;
    private final BlockingQueue<Chunk> line = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(LINE_BYTES);

    /** An empty chunk is the end of the stream. */
    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    /** Waits until something may pass. */
    interface Passage {
        void await() throws InterruptedException;
    }

    /** The allowance says how many of so many bytes may pass before the connection is to be cut. */
    ProxyDirection(Network network, Socket from, Socket to, IntUnaryOperator allowance, Passage passage) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.allowance = allowance;
        this.passage = passage;
    }

    /** Reads until the end; runs in a thread of its own. */
    void read() throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[CHUNK_BYTES];
        int count;
        while ((count = in.read(buffer)) > 0) {
            room.acquire(count);
            put(Arrays.copyOf(buffer, count));
        }
        put(new byte[0]);
    }

    private void put(byte[] bytes) {
        line.add(new Chunk(
                ByteBuffer.wrap(bytes),
                network.time().nanos() + network.now().delay().toNanos()));
    }

    /** Sends until the end; runs in a thread of its own. */
    void send() throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        for (Chunk chunk = line.take(); chunk.bytes().hasRemaining(); chunk = line.take()) {
            sleepUntil(chunk.dueNanos());
            send(chunk.bytes().array(), out);
            room.release(chunk.bytes().capacity());
        }
        passage.await();
        to.shutdownOutput();
    }

    private void send(byte[] bytes, OutputStream out) throws IOException, InterruptedException {
        int sent = 0;
        while (sent < bytes.length) {
            passage.await();
            int piece = Math.min(bytes.length - sent, pieceBytes());
            int allowed = allowance.applyAsInt(piece);
            out.write(bytes, sent, allowed);
            if (allowed < piece) {
                throw new IOException("cut here");
            }
            sent += piece;
            pause(piece);
        }
    }

    private int pieceBytes() {
        return (int) Math.min(CHUNK_BYTES, Math.max(1, network.now().bytesPerSecond() / PIECES_PER_SECOND));
    }

    private void pause(int bytes) throws InterruptedException {
        long limit = network.now().bytesPerSecond();
        if (limit != NetworkConditions.UNLIMITED) {
            network.time().sleep(Duration.ofSeconds(bytes).dividedBy(limit));
        }
    }

    private void sleepUntil(long nanos) throws InterruptedException {
        Time time = network.time();
        for (long left = nanos - time.nanos(); left > 0; left = nanos - time.nanos()) {
            time.sleep(Duration.ofNanos(left));
        }
    }
}
