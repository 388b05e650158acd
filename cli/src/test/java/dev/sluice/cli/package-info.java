/** Tests of the executable: real commands on real servers. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
