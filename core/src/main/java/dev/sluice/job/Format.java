package dev.sluice.job;

/** The two shapes of a batch job file. */
public enum Format {
    /** {@code type: "job", version: "2.0", steps: [...]}. */
    V2("2.0"),
    /** {@code job: {content: [{reader, writer}], setting}}, as DataX reads it. */
    CLASSIC("classic");

    private final String label;

    Format(String label) {
        this.label = label;
    }

    /** Returns the name to show to a user. */
    @Override
    public String toString() {
        return label;
    }
}
