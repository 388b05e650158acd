package dev.sluice.job;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The settings that the list {@code RuntimeSettings} knows, each as a key of the object that the list stands for. */
final class RuntimeKeys {
    private static final long BYTES_PER_MEGABYTE = 1_048_576;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int MOST_MEGABYTES = 1_000_000_000;
    private static final int LONGEST_SECONDS = 3_600;

    private static final Key<Integer> COPY_CHANNELS = Key.integer(
                    "runtime.offline.concurrent", "How many channels copy rows, over all tables.")
            .range(1, Speed.MOST_CHANNELS)
            .defaultTo(4);
    private static final Key<Integer> COPY_SOURCE_CONNECTIONS = Key.integer(
                    "src.offline.datasource.max.connection",
                    "How many connections to the source a copy may use. Default: one per channel.")
            .range(1, MOST_CONNECTIONS);
    private static final Key<Integer> COPY_DESTINATION_CONNECTIONS = Key.integer(
                    "dst.offline.connection.max",
                    "How many connections to the destination a copy may use. Default: one per channel.")
            .range(1, MOST_CONNECTIONS);
    private static final Key<Boolean> LIMITED = Key.bool(
                    "runtime.offline.speed.limit.enable", "Whether `runtime.offline.speed.limit.mb` has an effect.")
            .defaultTo(false);
    private static final Key<Double> LIMIT = Key.decimal(
                    "runtime.offline.speed.limit.mb",
                    "The highest rate of a copy in MB (1,048,576 bytes) a second, over all channels.")
            .range(0, MOST_MEGABYTES);
    private static final Key<Boolean> TRUNCATE = Key.bool(
                    "dst.offline.truncate", "Whether the destination's tables are emptied before a copy of all rows.")
            .defaultTo(false);
    private static final Key<Boolean> CREATE_SCHEMAS = Key.bool(
                    "runtime.enable.auto.create.schema", "Whether missing schemas are created at the destination.")
            .defaultTo(true);

    private static final Key<Integer> APPLIERS = Key.integer(
                    "runtime.realtime.concurrent",
                    "How many connections may apply changes at once. Accepted; one does, in the order of the transactions.")
            .range(1, Speed.MOST_CHANNELS)
            .defaultTo(1);
    private static final Key<Integer> APPLY_CONNECTIONS = Key.integer(
                    "dst.realtime.connection.max",
                    "How many connections to the destination may apply changes. Accepted; one does.")
            .range(1, MOST_CONNECTIONS);
    private static final Key<Integer> FAILOVER_MINUTES = Key.integer(
                    "runtime.realtime.failover.minute.dataxcdc",
                    "For how many minutes the job tries again after a failure before it gives up.")
            .range(1, 60)
            .defaultTo(30);
    private static final Key<Integer> FAILOVER_RESTARTS = Key.integer(
                    "runtime.realtime.failover.times.dataxcdc",
                    "How many restarts may fail one after the other before the job gives up.")
            .range(1, 100)
            .defaultTo(3);

    private static final Key<Integer> ACKNOWLEDGE = Key.integer(
                    "sluice.acknowledge.seconds",
                    "After how many seconds at the latest the source is told what the destination has, so that it can drop"
                            + " its WAL; sooner where its `wal_sender_timeout` is below four times that. An addition of"
                            + " Sluice.")
            .range(1, LONGEST_SECONDS)
            .defaultTo(10);
    private static final Key<Integer> HEARTBEAT = Key.integer(
                    "sluice.heartbeat.seconds",
                    "After how many seconds a mark is written into the source's WAL, so that the slot of an idle database"
                            + " moves on; 0: never. An addition of Sluice.")
            .range(0, LONGEST_SECONDS)
            .defaultTo(30);
    private static final Key<Long> WARN = Key.longInteger(
                    "sluice.wal.warn.mb",
                    "The user is warned when the source retains more WAL than this many MB for the job. An addition of"
                            + " Sluice.")
            .range(1, MOST_MEGABYTES)
            .defaultTo(1_024L);
    private static final Key<Long> GIVE_UP = Key.longInteger(
                    "sluice.wal.giveup.mb",
                    "The slot is dropped and the job fails when the source retains more WAL than this; without it that never"
                            + " happens. An addition of Sluice.")
            .range(1, MOST_MEGABYTES);
    private static final Key<FollowSettings.Transfer> TRANSFER = Key.oneOf(
                    "sluice.transfer",
                    FollowSettings.Transfer.class,
                    "`auto`: the source sends values in binary form where server and types have it; `text`: never. An"
                            + " addition of Sluice.")
            .defaultTo(FollowSettings.Transfer.AUTO);
    private static final Key<FollowSettings.Origins> ORIGINS = Key.oneOf(
                    "sluice.origin",
                    FollowSettings.Origins.class,
                    "`any`: all changes; `none`: without those that subscriptions, or others that set a replication origin,"
                            + " brought to the source, which ends loops with them. What another Sluice job writes there counts as"
                            + " the source's own. `none` needs PostgreSQL 16, and is refused below. An addition of Sluice.")
            .defaultTo(FollowSettings.Origins.ANY);
    private static final Key<FollowSettings.DdlCapture> DDL_CAPTURE = Key.oneOf(
                    "sluice.ddl.capture",
                    FollowSettings.DdlCapture.class,
                    "`auto`: DDL is seen by an event trigger at the source where the user may create one; `catalogue`:"
                            + " without such an object. An addition of Sluice.")
            .defaultTo(FollowSettings.DdlCapture.AUTO);

    private static final Key<FollowSettings.LargeTransactions> LARGE = Key.oneOf(
                    "sluice.large.transactions",
                    FollowSettings.LargeTransactions.class,
                    "Where a transaction is kept until it ends that is too large for the source's memory"
                            + " (`logical_decoding_work_mem`): `here`, from PostgreSQL 14 on, which is quicker; `source`: on the"
                            + " source's disk. An addition of Sluice.")
            .defaultTo(FollowSettings.LargeTransactions.HERE);

    private RuntimeKeys() {}

    static Definition<RuntimeSettings> definition() {
        return Definition.of(
                        "Runtime settings",
                        RuntimeKeys::settings,
                        COPY_CHANNELS,
                        COPY_SOURCE_CONNECTIONS,
                        COPY_DESTINATION_CONNECTIONS,
                        LIMITED,
                        LIMIT,
                        TRUNCATE,
                        CREATE_SCHEMAS,
                        APPLIERS,
                        APPLY_CONNECTIONS,
                        FAILOVER_MINUTES,
                        FAILOVER_RESTARTS,
                        ACKNOWLEDGE,
                        HEARTBEAT,
                        WARN,
                        GIVE_UP,
                        TRANSFER,
                        ORIGINS,
                        DDL_CAPTURE,
                        LARGE)
                .checking(RuntimeKeys::checkLimit)
                .checking(RuntimeKeys::checkGuard);
    }

    private static void checkLimit(Values values) {
        boolean limited = values.get(LIMITED);
        if (limited && !values.has(LIMIT)) {
            values.fault(LIMITED, "there is no limit to enable; allowed is \"" + LIMIT.name() + "\" beside it");
        } else if (limited && values.find(LIMIT).equals(Optional.of(0.0))) {
            values.fault(LIMIT, "0 MB/s would never end; allowed is a number above 0");
        } else if (!limited && values.has(LIMIT)) {
            values.note(LIMIT, LIMIT.name() + " has no effect unless " + LIMITED.name() + " is true");
        }
    }

    private static void checkGuard(Values values) {
        if (values.find(GIVE_UP).filter(limit -> limit < values.get(WARN)).isPresent()) {
            values.fault(
                    GIVE_UP,
                    "the job would give up before it warns; allowed is a number of at least " + values.get(WARN)
                            + ", which is " + WARN.name());
        }
    }

    private static RuntimeSettings settings(Values values) {
        return new RuntimeSettings(
                copy(values),
                follow(values),
                new Failover(Duration.ofMinutes(values.get(FAILOVER_MINUTES)), values.get(FAILOVER_RESTARTS)),
                new WalGuard(
                        bytes(values.get(WARN)),
                        values.find(GIVE_UP)
                                .map(limit -> OptionalLong.of(bytes(limit)))
                                .orElseGet(OptionalLong::empty)));
    }

    private static long bytes(long megabytes) {
        return megabytes * BYTES_PER_MEGABYTE;
    }

    private static CopySettings copy(Values values) {
        int channels = values.get(COPY_CHANNELS);
        OptionalLong limit = values.find(LIMIT)
                .filter(stated -> values.get(LIMITED))
                .map(megabytes -> OptionalLong.of(Math.max(1, Math.round(megabytes * BYTES_PER_MEGABYTE))))
                .orElseGet(OptionalLong::empty);
        return new CopySettings(
                values.find(COPY_SOURCE_CONNECTIONS).orElse(channels),
                values.find(COPY_DESTINATION_CONNECTIONS).orElse(channels),
                new Speed(channels, limit, OptionalLong.empty()),
                values.get(TRUNCATE) ? CopySettings.ExistingRows.TRUNCATE : CopySettings.ExistingRows.KEEP,
                values.get(CREATE_SCHEMAS) ? CopySettings.MissingSchemas.CREATE : CopySettings.MissingSchemas.REFUSE);
    }

    private static FollowSettings follow(Values values) {
        return new FollowSettings(
                Duration.ofSeconds(values.get(ACKNOWLEDGE)),
                Duration.ofSeconds(values.get(HEARTBEAT)),
                values.get(TRANSFER),
                values.get(ORIGINS),
                values.get(DDL_CAPTURE),
                values.get(LARGE));
    }
}
