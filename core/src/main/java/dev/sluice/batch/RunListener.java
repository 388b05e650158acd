package dev.sluice.batch;

import dev.sluice.preflight.Finding;
import java.util.List;

/** Who watches a run. Called by the run's own thread; must not throw. */
public interface RunListener {
    /** The checks are done; the run goes on if none of them failed. */
    void checked(List<Finding> findings);

    /** Rows are about to move; {@code counters} grow from now on. */
    void planned(BatchPlan plan, RunCounters counters);

    /** Returns a listener that does not listen. */
    static RunListener none() {
        return new RunListener() {
            @Override
            public void checked(List<Finding> findings) {}

            @Override
            public void planned(BatchPlan plan, RunCounters counters) {}
        };
    }
}
