package dev.sluice.postgresql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Something on a port of this machine that is no PostgreSQL of today: it plays the first words of one, or others. */
final class FakeServer implements AutoCloseable {
    /** What it does with a client. */
    private interface Play {
        void with(DataInputStream in, DataOutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Thread thread;

    private FakeServer(Play play) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(() -> serve(play), "fake-server");
        thread.start();
    }

    /** Answers everything with a text. */
    static FakeServer saying(String text) {
        return new FakeServer((in, out) -> {
            in.read();
            out.write(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Accepts and says nothing, until the client goes. */
    static FakeServer silent() {
        return new FakeServer((in, out) -> in.transferTo(ByteArrayOutputStream.nullOutputStream()));
    }

    /** Lets nobody in, for this reason. */
    static FakeServer refusing(String state, String message) {
        return new FakeServer((in, out) -> {
            in.readNBytes(in.readInt() - 4);
            send(out, 'E', "SFATAL\0VFATAL\0C" + state + "\0M" + message + "\0\0");
            in.transferTo(ByteArrayOutputStream.nullOutputStream());
        });
    }

    /** Lets everybody in as a server of this version, and answers every query with one text. */
    static FakeServer ofVersion(String version, String answer) {
        return new FakeServer((in, out) -> {
            in.readNBytes(in.readInt() - 4);
            send(out, 'R', "\0\0\0\0");
            for (String parameter : new String[] {
                "server_version\0" + version,
                "client_encoding\0UTF8",
                "DateStyle\0ISO",
                "integer_datetimes\0on",
                "standard_conforming_strings\0on"
            }) {
                send(out, 'S', parameter + "\0");
            }
            send(out, 'Z', "I");
            answerQueries(in, out, answer);
        });
    }

    private static void answerQueries(DataInputStream in, DataOutputStream out, String answer) throws IOException {
        for (int kind = in.read(); kind >= 0 && kind != 'X'; kind = in.read()) {
            in.readNBytes(in.readInt() - 4);
            if (kind == 'Q') {
                send(out, 'C', "SET\0");
                send(out, 'Z', "I");
            }
            if (kind == 'S') {
                send(out, '1', "");
                send(out, '2', "");
                send(out, 'T', "\0\1version\0\0\0\0\0\0\0\0\0\0\31\377\377\377\377\377\377\0\0");
                send(out, 'D', "\0\1\0\0\0" + (char) answer.length() + answer);
                send(out, 'C', "SELECT 1\0");
                send(out, 'Z', "I");
            }
        }
    }

    private static void send(DataOutputStream out, char kind, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        out.writeByte(kind);
        out.writeInt(bytes.length + 4);
        out.write(bytes);
        out.flush();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve(Play play) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                play.with(new DataInputStream(client.getInputStream()), new DataOutputStream(client.getOutputStream()));
            } catch (IOException e) {
                // The client has gone, as one that only looks whether somebody listens does; or the test is over.
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
