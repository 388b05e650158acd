package dev.sluice.connector;

import java.time.ZoneId;

/**
 * What a step is bound with besides its own options.
 *
 * @param dataSources where the data sources come from that the step names
 * @param timeZone the zone in which a time without zone is understood where it has to be converted
 */
public record Binding(DataSources dataSources, ZoneId timeZone) {}
