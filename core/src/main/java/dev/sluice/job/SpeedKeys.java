package dev.sluice.job;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The object {@code setting.speed}. Both formats may use the keys of either.
 *
 * @param format decides what silence means
 */
record SpeedKeys(Format format) {
    private static final long BYTES_PER_MEGABYTE = 1_048_576;
    private static final int HIGHEST_MBPS = 1_000_000;

    private static final Key<Integer> CONCURRENT = Key.integer(
                    "concurrent", "The number of channels. Default: 3 in format 2.0, 1 in classic files.")
            .range(1, Speed.MOST_CHANNELS);
    private static final Key<Integer> CHANNEL =
            Key.integer("channel", "The classic name of `concurrent`.").range(1, Speed.MOST_CHANNELS);
    private static final Key<Boolean> THROTTLE =
            Key.bool("throttle", "Whether `mbps` has an effect.").defaultTo(false);
    private static final Key<Double> MBPS = Key.decimal(
                    "mbps",
                    "The highest rate of the whole job in MB (1,048,576 bytes) a second. Without effect unless `throttle` is true.")
            .range(0, HIGHEST_MBPS);
    private static final Key<Long> BYTES = Key.longInteger(
                    "byte", "The highest rate of the whole job in bytes a second; 0 and -1 mean no limit.")
            .range(-1, Long.MAX_VALUE);
    private static final Key<Long> RECORDS = Key.longInteger(
                    "record", "The highest rate of the whole job in rows a second; 0 and -1 mean no limit.")
            .range(-1, Long.MAX_VALUE);

    Definition<Speed> definition() {
        return Definition.of("Speed", this::make, CONCURRENT, THROTTLE, MBPS, RECORDS, CHANNEL, BYTES)
                .ignoring("there are no resource units", "dmu")
                .checking(SpeedKeys::checkTwice)
                .checking(SpeedKeys::checkThrottle);
    }

    /** Returns the speed of a job that says nothing about it. */
    Speed silent() {
        return new Speed(format == Format.V2 ? 3 : 1, OptionalLong.empty(), OptionalLong.empty());
    }

    private static void checkTwice(Values values) {
        if (values.has(CONCURRENT) && values.has(CHANNEL)) {
            values.fault(CHANNEL, "\"channel\" and \"concurrent\" mean the same; allowed is one of them");
        }
        if (values.get(THROTTLE) && values.has(MBPS) && values.has(BYTES)) {
            values.fault(BYTES, "\"byte\" and \"mbps\" mean the same; allowed is one of them");
        }
    }

    private static void checkThrottle(Values values) {
        boolean throttled = values.get(THROTTLE);
        if (throttled && values.find(MBPS).equals(Optional.of(0.0))) {
            values.fault(MBPS, "0 MB/s would never end; allowed is a number above 0, or \"throttle\" false");
        }
        if (throttled && !values.has(MBPS) && !values.has(BYTES) && !values.has(RECORDS)) {
            values.note(THROTTLE, "nothing is throttled, since there is no \"mbps\"");
        }
        if (!throttled && values.has(MBPS)) {
            values.note(MBPS, "mbps has no effect unless throttle is true");
        }
    }

    private Speed make(Values values) {
        int channels = values.find(CONCURRENT).or(() -> values.find(CHANNEL)).orElse(silent().channels());
        Optional<Long> bytes = values.find(MBPS)
                .filter(mbps -> values.get(THROTTLE))
                .map(mbps -> Math.max(1, Math.round(mbps * BYTES_PER_MEGABYTE)))
                .or(() -> values.find(BYTES));
        return new Speed(channels, limit(bytes), limit(values.find(RECORDS)));
    }

    private static OptionalLong limit(Optional<Long> stated) {
        return stated.isPresent() && stated.get() > 0 ? OptionalLong.of(stated.get()) : OptionalLong.empty();
    }
}
