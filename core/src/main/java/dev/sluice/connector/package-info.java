/** The contracts between a run and the systems it reads and writes. No engine and no driver appears here. */
@NullMarked
package dev.sluice.connector;

import org.jspecify.annotations.NullMarked;
