package dev.sluice.connector;

import java.io.Serializable;

/** A part of what a reader reads, taken by one channel in one go. Immutable, and it can travel to another process. */
public interface Split extends Serializable {
    /** Returns the part in words, such as {@code id < 1000}; unique within its plan. */
    String label();
}
