package dev.sluice.cli;

import java.io.PrintWriter;

/** A job whose file is in order, bound to its connectors; nothing is connected yet. */
sealed interface BoundJob permits BoundBatch, BoundRealtime {
    /** Prints what the user should know about the file. */
    void printNotes(PrintWriter to);
}
