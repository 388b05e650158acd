package dev.sluice.job;

import java.util.List;

/** What the file of a real-time job says; see {@link RealtimeJob}. */
record RealtimeParts(
        JobIdentity identity,
        Migration migration,
        RealtimeSource source,
        RealtimeDestination destination,
        List<TableMapping> mappings,
        RealtimeSettings settings) {
    RealtimeJob job(Remarks remarks) {
        return new RealtimeJob(identity, migration, source, destination, mappings, settings, remarks);
    }
}
