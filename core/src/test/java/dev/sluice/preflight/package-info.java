@NullMarked
package dev.sluice.preflight;

import org.jspecify.annotations.NullMarked;
