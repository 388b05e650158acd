package dev.sluice.job;

import java.util.Optional;

/**
 * One of the steps of a 2.0 file, as far as it could be read.
 *
 * @param category which end it is, if that is right
 * @param name its name
 * @param step the step itself, if all of it is right
 * @param values where to report what is wrong between steps
 */
record DraftStep(Optional<Category> category, String name, Optional<Step> step, Values values) {}
