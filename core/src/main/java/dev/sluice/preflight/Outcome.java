package dev.sluice.preflight;

/** What a check came to. */
public enum Outcome {
    /** As it should be. */
    OK("ok"),
    /** The run can start, but somebody should know. */
    WARNING("warning"),
    /** The run cannot start. */
    FAILED("failed"),
    /** Nobody knows; the run may start. */
    UNKNOWN("could not check");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** Returns the outcome as users see it. */
    public String label() {
        return label;
    }
}
