package dev.sluice.job;

/** What is done with DDL of one kind. */
public enum DdlPolicy {
    /** It is applied to the destination. */
    NORMAL("Normal"),
    /** It is left out. */
    IGNORE("Ignore"),
    /** It is left out, and the user is told. */
    ALERT("Alert"),
    /** The job stops with the reason; nothing that follows is applied. */
    CRITICAL("Critical");

    private final String spelling;

    DdlPolicy(String spelling) {
        this.spelling = spelling;
    }

    /** Returns the spelling in job files. */
    @Override
    public String toString() {
        return spelling;
    }
}
