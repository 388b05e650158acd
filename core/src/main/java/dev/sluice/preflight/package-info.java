/** What is looked at before a run: a plain list of findings, each with its cure. */
@NullMarked
package dev.sluice.preflight;

import org.jspecify.annotations.NullMarked;
