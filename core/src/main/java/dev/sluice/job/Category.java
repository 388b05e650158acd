package dev.sluice.job;

/** Which end of a job a step is. */
public enum Category {
    /** The end that rows come from. */
    READER("reader"),
    /** The end that rows go to. */
    WRITER("writer");

    private final String spelling;

    Category(String spelling) {
        this.spelling = spelling;
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
