/** What happened at a source: positions, changes of rows, the tables that they belong to. */
@NullMarked
package dev.sluice.change;

import org.jspecify.annotations.NullMarked;
