/** The executable {@code sluice}: one class per verb, and what they share. Everything is wired here, by hand. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
