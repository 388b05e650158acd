/**
 * What tests, benchmarks and the demo stand on: real PostgreSQL servers of every supported version, values of every
 * type, data sets, and ways to compare tables and to break connections.
 */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
