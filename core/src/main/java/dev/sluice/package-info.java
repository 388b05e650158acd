/** The words that every part of Sluice shares: errors, their codes and whose fault they are. */
@NullMarked
package dev.sluice;

import org.jspecify.annotations.NullMarked;
