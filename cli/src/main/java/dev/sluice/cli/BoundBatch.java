package dev.sluice.cli;

import dev.sluice.connector.Reader;
import dev.sluice.connector.Writer;
import dev.sluice.job.BatchJob;
import dev.sluice.job.Execution;
import java.io.PrintWriter;

/** A batch job with its two ends; whoever runs or checks it closes them. */
record BoundBatch(BatchJob job, Reader reader, Writer writer) implements BoundJob {
    @Override
    public void printNotes(PrintWriter to) {
        job.notes().forEach(note -> to.println("note: " + note));
        if (job.settings().execution() == Execution.DISTRIBUTED) {
            to.println("note: executeMode asks for the distributed engine; this version runs the job in this process");
        }
        to.println(job.settings().errorLimit().sentence());
    }
}
