package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Processes that start a server and do not close it. */
final class AbandonedServerTest {
    @Test
    void isGoneWhenItsProcessEnds() throws Exception {
        Process process = startOwner("end");
        Path data = dataDirectory(process);

        assertThat(process.waitFor()).isEqualTo(3);

        assertThat(Files.exists(data.getParent())).isFalse();
    }

    @Test
    void ofAKilledProcessIsRemovedByTheNextStart() throws Exception {
        Process process = startOwner("wait");
        Path data = dataDirectory(process);
        ProcessHandle postmaster = Postmaster.of(data).orElseThrow().process().orElseThrow();
        process.destroyForcibly().waitFor();
        assertThat(postmaster.isAlive()).isTrue();

        TestingPostgres.start().close();

        assertThat(postmaster.isAlive()).isFalse();
        assertThat(Files.exists(data.getParent())).isFalse();
    }

    private static Process startOwner(String mode) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path dataDirectory(Process owner) throws IOException {
        BufferedReader lines = owner.inputReader();
        return Path.of(String.valueOf(lines.readLine()));
    }

    /** The process. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(TestingPostgres.start().dataDirectory());
            if (arguments[0].equals("wait")) {
                new CountDownLatch(1).await();
            }
            System.exit(3);
        }
    }
}
