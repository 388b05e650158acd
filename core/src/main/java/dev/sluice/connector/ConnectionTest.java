package dev.sluice.connector;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a trial of a data source.
 *
 * @param attempts one for each of its addresses, in their order; at least one
 */
public record ConnectionTest(List<Attempt> attempts) {
    /** Copies the list and checks that it is not empty. */
    public ConnectionTest {
        attempts = List.copyOf(attempts);
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("a data source has an address");
        }
    }

    /** Returns the verdict of the best address: where one is good, a job can run. */
    public Verdict verdict() {
        return attempts.stream()
                .map(Attempt::verdict)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What a trial comes to. Of several the first counts: what the user can mend goes before what is to wait for. */
    public enum Verdict {
        /** A job can connect. */
        CONNECTABLE("Connectable"),
        /** Something is wrong in the data source, or at the server, that somebody has to change. */
        CONFIG_ERROR("ConfigError"),
        /** There is something that is not supported: an old server, or none of this kind. */
        UNSUPPORTED("Unsupported"),
        /** Nobody answers, or nobody is let in now; the same may go well later. */
        UNREACHABLE("Unreachable");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        /** Returns the word for users. */
        public String label() {
            return label;
        }
    }

    /**
     * The trial of one address.
     *
     * @param address the address, without anything secret
     * @param verdict what it came to
     * @param steps every step in its order, also those that were skipped
     */
    public record Attempt(String address, Verdict verdict, List<Step> steps) {
        /** Copies the list and checks that nothing is null. */
        public Attempt {
            Objects.requireNonNull(address);
            Objects.requireNonNull(verdict);
            steps = List.copyOf(steps);
        }
    }

    /**
     * One step on the way to a session.
     *
     * @param stage which one
     * @param outcome what it came to
     * @param detail what was found, or why it failed or was skipped; empty where an earlier step says it
     * @param cure what to do next; there where it failed
     */
    public record Step(Stage stage, StepOutcome outcome, String detail, Optional<String> cure) {
        /** Checks that nothing is null. */
        public Step {
            Objects.requireNonNull(stage);
            Objects.requireNonNull(outcome);
            Objects.requireNonNull(detail);
            Objects.requireNonNull(cure);
        }

        /** A step that went well. */
        public static Step ok(Stage stage, String detail) {
            return new Step(stage, StepOutcome.OK, detail, Optional.empty());
        }

        /** A step at which the trial ended. */
        public static Step failed(Stage stage, String detail, String cure) {
            return new Step(stage, StepOutcome.FAILED, detail, Optional.of(cure));
        }

        /** A step that was not taken. */
        public static Step skipped(Stage stage, String detail) {
            return new Step(stage, StepOutcome.SKIPPED, detail, Optional.empty());
        }
    }

    /** The steps in their order. */
    public enum Stage {
        /** The name of the host becomes IP addresses. */
        RESOLVE("resolve"),
        /** A TCP connection is made. */
        CONNECT("connect"),
        /** The connection is encrypted, and each side knows the other. */
        TLS("TLS"),
        /** The server lets the user in, to the database. */
        AUTHENTICATE("authenticate"),
        /** The server is one that is supported. */
        VERSION("version");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        /** Returns the word for users. */
        public String label() {
            return label;
        }
    }

    /** What a step came to. */
    public enum StepOutcome {
        /** It went well. */
        OK("ok"),
        /** It failed, and the trial of this address ended. */
        FAILED("failed"),
        /** It was not taken. */
        SKIPPED("skipped");

        private final String label;

        StepOutcome(String label) {
            this.label = label;
        }

        /** Returns the word for users. */
        public String label() {
            return label;
        }
    }
}
