package dev.sluice.cli;

import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.Ends;
import dev.sluice.realtime.JobFolder;
import java.io.PrintWriter;

/**
 * A real-time job with its ends.
 *
 * @param folder what runs and commands know of each other in the workspace
 */
record BoundRealtime(RealtimeJob job, Ends ends, JobFolder folder) implements BoundJob {
    @Override
    public void printNotes(PrintWriter to) {
        job.notes().forEach(note -> to.println("note: " + note));
    }
}
