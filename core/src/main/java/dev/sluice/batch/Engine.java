package dev.sluice.batch;

/** What moves the rows of a plan: threads of this process, or a cluster. */
public interface Engine {
    /** Returns the engine's name, as reports show it. */
    String name();

    /**
     * Moves every split of the transfer's plan and returns when all are committed.
     *
     * @throws dev.sluice.SyncException the first failure; nothing of the run is under way any more then
     */
    void move(Transfer transfer);
}
