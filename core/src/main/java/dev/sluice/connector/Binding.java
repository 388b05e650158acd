package dev.sluice.connector;

import java.nio.file.Path;
import java.time.ZoneId;

/**
 * What a step is bound with besides its own options.
 *
 * @param dataSources where the data sources come from that the step names
 * @param timeZone the zone in which a time without zone is understood where it has to be converted
 * @param scratch a folder for files that are gone with the process; it need not be there
 */
public record Binding(DataSources dataSources, ZoneId timeZone, Path scratch) {
    /** Binds a step that keeps little, with the system's folder for temporary files. */
    public static Binding temporary(DataSources dataSources, ZoneId timeZone) {
        return new Binding(dataSources, timeZone, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
