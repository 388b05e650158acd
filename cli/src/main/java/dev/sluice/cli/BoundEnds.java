package dev.sluice.cli;

import dev.sluice.Time;
import dev.sluice.connector.Binding;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSource;
import dev.sluice.connector.Connector;
import dev.sluice.job.RealtimeDestination;
import dev.sluice.job.RealtimeJob;
import dev.sluice.realtime.Ends;
import dev.sluice.realtime.JobFolder;
import dev.sluice.realtime.NotingSink;

/** The ends of a job at two connectors. Data source files are read anew for each attempt. */
record BoundEnds(RealtimeJob job, Connector from, Connector to, Binding binding, JobFolder folder) implements Ends {
    @Override
    public ChangeSource source() {
        return from.changeSource(job, binding);
    }

    @Override
    public ChangeSink sink() {
        ChangeSink sink = to.changeSink(job, binding);
        return job.destination() instanceof RealtimeDestination.Named
                ? sink
                : new NotingSink(sink, folder, Time.system());
    }
}
