/**
 * What a reader, a writer, both ends of a real-time job and an engine must do, as suites of tests. A connector or engine
 * adopts a suite by a nested class of its tests that extends it, and a fixture; what it cannot do the fixture declares, and
 * the suite tests what happens instead.
 */
@NullMarked
package dev.sluice.testkit.contract;

import org.jspecify.annotations.NullMarked;
