package dev.sluice.job;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Where a real-time job reads and writes. */
final class EndKeys {
    private static final List<String> OTHER_SOURCES = List.of(
            "PolarDB",
            "MySQL",
            "Kafka",
            "LogHub",
            "Hologres",
            "Oracle",
            "OceanBase",
            "MongoDB",
            "Redshift",
            "Hive",
            "SQLServer",
            "Doris",
            "ClickHouse");
    private static final List<String> OTHER_DESTINATIONS = List.of(
            "Hologres",
            "OSS-HDFS",
            "OSS",
            "MaxCompute",
            "LogHub",
            "StarRocks",
            "DataHub",
            "AnalyticDB_For_MySQL",
            "Kafka",
            "Hive",
            "MySQL");

    static final Key<SourceType> SOURCE_TYPE = answering(
            Key.oneOf("SourceDataSourceType", SourceType.class, "May be left out: the data source knows."),
            OTHER_SOURCES,
            "Sluice follows changes of PostgreSQL only");
    static final Key<DestinationType> DESTINATION_TYPE = answering(
            Key.oneOf(
                    "DestinationDataSourceType",
                    DestinationType.class,
                    "`PostgreSQL` may be left out: the data source knows. `stream` has no data source: one JSON message per"
                            + " change goes to standard output. An addition of Sluice."),
            OTHER_DESTINATIONS,
            "a real-time job writes to PostgreSQL or stream");

    private static final Key<String> DATA_SOURCE =
            Key.string("DataSourceName", "The name of the data source.").required();
    private static final Key<ZoneId> TIME_ZONE = Key.of(
            "Timezone",
            new ZoneType(),
            "The zone in which a time without zone is understood where it has to be converted.");
    private static final Key<Optional<ZoneId>> PROPERTIES = Key.object(
            "DataSourceProperties",
            Definition.of("Properties of the source", values -> values.find(TIME_ZONE), TIME_ZONE)
                    .ignoring("the server says it", "Encoding"),
            "What the job says about the source.");

    static final Key<List<RealtimeSource>> SOURCE = Key.objects(
                    "SourceDataSourceSettings",
                    Definition.of(
                            "Source",
                            values -> new RealtimeSource(
                                    values.get(DATA_SOURCE),
                                    values.find(PROPERTIES).flatMap(zone -> zone)),
                            DATA_SOURCE,
                            PROPERTIES),
                    "Where the job reads. One entry.")
            .required();
    static final Key<List<String>> DESTINATION = Key.objects(
            "DestinationDataSourceSettings",
            Definition.of("Destination", values -> values.get(DATA_SOURCE), DATA_SOURCE)
                    .ignoring("the server says it", "DataSourceProperties"),
            "Where it writes. One entry; none where `DestinationDataSourceType` is `stream`.");

    private EndKeys() {}

    private static <T> Key<T> answering(Key<T> key, List<String> others, String reason) {
        Key<T> answering = key.emptyIsAbsent();
        for (String other : others) {
            answering = answering.answering(other, reason);
        }
        return answering;
    }

    static void check(Values values) {
        checkOne(values, SOURCE, "source");
        boolean typeIsWrong =
                values.has(DESTINATION_TYPE) && values.find(DESTINATION_TYPE).isEmpty();
        if (isStream(values)) {
            if (values.count(DESTINATION) > 0) {
                values.fault(DESTINATION, "stream has no data source; allowed is an empty list, or another type");
            }
        } else if (!typeIsWrong && !values.has(DESTINATION)) {
            values.fault(
                    "the destination is missing; allowed is \"DestinationDataSourceSettings\" with one data source, or"
                            + " \"DestinationDataSourceType\": \"stream\"");
        } else {
            checkOne(values, DESTINATION, "destination");
        }
    }

    private static boolean isStream(Values values) {
        return values.find(DESTINATION_TYPE).equals(Optional.of(DestinationType.STREAM));
    }

    private static void checkOne(Values values, Key<?> key, String end) {
        int count = values.count(key);
        if (count == 0) {
            values.fault(key, "the list is empty; allowed is one " + end);
        } else if (count > 1) {
            values.fault(key, "a job has one " + end + "; allowed is one entry: make a job of each");
        }
    }

    static RealtimeSource source(Values values) {
        return values.get(SOURCE).get(0);
    }

    static RealtimeDestination destination(Values values) {
        return isStream(values)
                ? new RealtimeDestination.Stream()
                : new RealtimeDestination.Named(
                        values.find(DESTINATION).orElseThrow().get(0));
    }

    /** What can be the source. */
    enum SourceType {
        POSTGRESQL;

        @Override
        public String toString() {
            return "PostgreSQL";
        }
    }

    /** What can be the destination. */
    enum DestinationType {
        POSTGRESQL("PostgreSQL"),
        STREAM("stream");

        private final String spelling;

        DestinationType(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
