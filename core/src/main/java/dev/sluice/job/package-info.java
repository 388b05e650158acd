/**
 * What the user asked for: batch jobs, data sources and variables, read from JSON files.
 *
 * <p>{@link dev.sluice.job.Key} and {@link dev.sluice.job.Definition} say what an object of a file may hold. The parser, the JSON Schemas and
 * the tables of the documentation are all made from them, so the three cannot disagree.
 */
@NullMarked
package dev.sluice.job;

import org.jspecify.annotations.NullMarked;
