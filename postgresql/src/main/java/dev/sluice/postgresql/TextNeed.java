package dev.sluice.postgresql;

/**
 * Whether a job's stream has had a type that goes as text only. The catalogue may not show it any more when the stream is
 * opened again, so this is known for longer than an attempt of a run. Safe for use by several threads.
 */
final class TextNeed {
    private volatile boolean seen;

    /** Takes note that there is such a type. */
    void see() {
        seen = true;
    }

    boolean isSeen() {
        return seen;
    }
}
