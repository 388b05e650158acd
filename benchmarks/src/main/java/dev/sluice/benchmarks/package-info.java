/** What the benchmark scripts need besides the shell: data sets as SQL, and peers that are programs of a few lines. */
@NullMarked
package dev.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
