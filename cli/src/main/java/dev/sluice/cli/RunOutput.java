package dev.sluice.cli;

/**
 * How much a run prints.
 *
 * @param progress whether it shows how far it is
 * @param verbose whether it says more than most people want to know
 */
record RunOutput(boolean progress, boolean verbose) {}
