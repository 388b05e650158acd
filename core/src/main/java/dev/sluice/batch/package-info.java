/** A batch run, from bound steps to its report. */
@NullMarked
package dev.sluice.batch;

import org.jspecify.annotations.NullMarked;
