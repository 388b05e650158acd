/** The connector {@code stream}: makes rows up, and prints or drops them. For tests of speed and of the other side. */
@NullMarked
package dev.sluice.stream;

import org.jspecify.annotations.NullMarked;
