package dev.sluice.realtime;

/** What becomes of one table of a real-time job. Whether it has its first copy is durable at the destination, all else not. */
public enum TableState {
    /** It has no first copy, and none is under way; or the job does not take it. */
    WAITING("waiting"),
    /** Its first copy is under way; one that is interrupted begins anew. */
    COPYING("initial copy"),
    /** Its first copy is there; changes wait to be applied. */
    CATCHING_UP("catching up"),
    /** Its changes are applied as they come. */
    LIVE("live"),
    /** Its first copy is there, and nobody applies its changes now. */
    PAUSED("paused"),
    /** Its copy is there, and the job follows no changes. */
    COPIED("copied"),
    /** Its first copy failed. */
    FAILED("failed");

    private final String label;

    TableState(String label) {
        this.label = label;
    }

    /** Returns the words for users. */
    public String label() {
        return label;
    }
}
