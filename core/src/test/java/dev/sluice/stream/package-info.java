@NullMarked
package dev.sluice.stream;

import org.jspecify.annotations.NullMarked;
