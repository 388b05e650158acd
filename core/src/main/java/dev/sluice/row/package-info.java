/** Rows in the bytes that PostgreSQL sent: schemas, batches and the codecs that decode a value in place. */
@NullMarked
package dev.sluice.row;

import org.jspecify.annotations.NullMarked;
