/** The local engine: channels are threads of this process. */
@NullMarked
package dev.sluice.engine;

import org.jspecify.annotations.NullMarked;
