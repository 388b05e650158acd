package dev.sluice.benchmarks;

import dev.sluice.testkit.FaultProxy;
import java.io.IOException;
import java.time.Duration;

/** Stands between a client and a server and makes every byte take its time; ends with its standard input. */
public final class SlowNetwork {
    private SlowNetwork() {}

    /** Arguments: host and port of the server, and the milliseconds each way, 0 for none. Prints the port to connect to. */
    public static void main(String[] arguments) throws IOException {
        try (FaultProxy proxy = FaultProxy.to(arguments[0], Integer.parseInt(arguments[1]))) {
            proxy.delay(Duration.ofMillis(Long.parseLong(arguments[2])));
            System.out.println(proxy.port());
            while (System.in.read() >= 0) {
                // Until who started it goes.
            }
        }
    }
}
