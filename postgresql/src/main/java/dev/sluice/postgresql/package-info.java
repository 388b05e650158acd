/** The PostgreSQL connector. Its one public type is {@link dev.sluice.postgresql.PostgresConnector}. */
@NullMarked
package dev.sluice.postgresql;

import org.jspecify.annotations.NullMarked;
