/** Real-time jobs: a first copy of every table, then every change after it. */
@NullMarked
package dev.sluice.realtime;

import org.jspecify.annotations.NullMarked;
