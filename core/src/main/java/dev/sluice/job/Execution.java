package dev.sluice.job;

/** Where the channels of a job run. */
public enum Execution {
    /** As threads of one process. */
    LOCAL("local"),
    /** Spread over a cluster. */
    DISTRIBUTED("distribute");

    private final String spelling;

    Execution(String spelling) {
        this.spelling = spelling;
    }

    /** Returns the spelling of {@code executeMode} in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
