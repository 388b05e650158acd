package dev.sluice.cli;

/**
 * How much a run prints.
 *
 * @param progress whether it shows how far it is
 * @param detail how much it says about its plan
 */
record RunOutput(boolean progress, Detail detail) {
    /** How much is said. */
    enum Detail {
        /** Nothing but what goes wrong. */
        SILENT,
        /** The plan, in a few lines. */
        PLAN,
        /** All findings, and the plan with every split. */
        ALL
    }
}
