/** Tests of real-time runs with ends in memory that keep the contracts. */
@NullMarked
package dev.sluice.realtime;

import org.jspecify.annotations.NullMarked;
