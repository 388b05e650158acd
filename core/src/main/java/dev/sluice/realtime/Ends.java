package dev.sluice.realtime;

import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;

/** Gives the two ends of a real-time job, new ones for each attempt. Safe for use by several threads. */
public interface Ends {
    /** Binds the source; nothing is connected yet, the caller closes it. */
    ChangeSource source();

    /** Binds the destination; nothing is connected yet, the caller closes it. */
    ChangeSink sink();
}
