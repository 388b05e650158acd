package dev.sluice.realtime;

import dev.sluice.preflight.Finding;
import java.util.List;

/** Who watches a run of a real-time job. Called by the run's threads, one at a time; must not throw. */
public interface RealtimeListener {
    /** The checks before the first attempt are done; the run goes on if none of them failed. */
    void checked(List<Finding> findings);

    /** The job or one of its tables is in another state. */
    void changed(RealtimeStatus status);

    /** DDL was done at the destination, or a table counts as copied: {@code text} is a line for the user. */
    void done(String text);

    /** There is something that the user should know while the run goes on. */
    void warned(String text);

    /** Returns a listener that does not listen. */
    static RealtimeListener none() {
        return new RealtimeListener() {
            @Override
            public void checked(List<Finding> findings) {}

            @Override
            public void changed(RealtimeStatus status) {}

            @Override
            public void done(String text) {}

            @Override
            public void warned(String text) {}
        };
    }
}
