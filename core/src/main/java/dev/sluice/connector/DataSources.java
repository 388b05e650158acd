package dev.sluice.connector;

import dev.sluice.job.DataSource;
import dev.sluice.job.Endpoint;

/** Where connectors get the data sources that steps name, such as {@link dev.sluice.job.Workspace#resolve}. */
public interface DataSources {
    /**
     * Returns the data source of {@code endpoint}.
     *
     * @throws dev.sluice.SyncException with FILE_INVALID when there is none of that name
     */
    DataSource resolve(Endpoint endpoint);
}
