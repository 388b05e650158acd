@NullMarked
package dev.sluice.row;

import org.jspecify.annotations.NullMarked;
