package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that start a server and do not close it. */
final class AbandonedServerTest {
    /** How such a process ends. */
    enum End {
        EXIT,
        EXIT_WITH_ITS_OWN_HOOK,
        UNCAUGHT_EXCEPTION
    }

    @ParameterizedTest
    @EnumSource
    void isGoneWhenItsProcessEnds(End end) throws Exception {
        Process process = start(end.name());
        Path data = dataDirectory(process);

        String errors = process.errorReader().lines().collect(Collectors.joining("\n"));
        process.waitFor();

        assertThat(data.getParent()).doesNotExist();
        assertThat(errors.replace("IllegalArgumentException: on purpose", "")).doesNotContain("Exception: ");
    }

    @Test
    void ofAKilledProcessIsRemovedByTheNextStart() throws Exception {
        Process process = start("wait");
        Path data = dataDirectory(process);
        ProcessHandle postmaster = Postmaster.of(data).orElseThrow().process().orElseThrow();
        process.destroyForcibly().waitFor();
        assertThat(postmaster.isAlive()).isTrue();

        TestingPostgres.start().close();

        assertThat(postmaster.isAlive()).isFalse();
        assertThat(data.getParent()).doesNotExist();
    }

    @Test
    void isGoneWhenItsProcessIsToldToEnd() throws Exception {
        Process process = start("wait");
        Path data = dataDirectory(process);

        process.destroy();
        process.waitFor();

        assertThat(data.getParent()).doesNotExist();
    }

    private static Process start(String end) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        end)
                .start();
    }

    private static Path dataDirectory(Process owner) {
        try {
            BufferedReader lines = owner.inputReader();
            return Path.of(String.valueOf(lines.readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            TestingPostgres server = TestingPostgres.start();
            System.out.println(server.dataDirectory());
            if (arguments[0].equals("wait")) {
                new CountDownLatch(1).await();
            }
            switch (End.valueOf(arguments[0])) {
                case EXIT_WITH_ITS_OWN_HOOK -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                    System.exit(0);
                }
                case EXIT -> System.exit(0);
                case UNCAUGHT_EXCEPTION -> throw new IllegalArgumentException("on purpose");
            }
        }
    }
}
