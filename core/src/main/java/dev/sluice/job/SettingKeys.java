package dev.sluice.job;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The object {@code setting}. Both formats may use the keys of either; only what silence means differs. */
final class SettingKeys {
    private static final long BYTES_PER_MEGABYTE = 1_048_576;
    private static final int HIGHEST_MBPS = 1_000_000;

    private final Format format;

    private final Key<Long> maxRecords = Key.longInteger("record", "The run fails when more rows than this are dirty.")
            .range(0, Long.MAX_VALUE);
    private final Key<Double> maxShare = Key.decimal(
                    "percentage",
                    "The run fails at its end when more than this share of the rows read is dirty: 0.02 is 2%. Without effect beside `record`.")
            .range(0, 1);
    private final Key<Strategy> strategy = Key.oneOf(
            "strategy",
            Strategy.class,
            "`ZeroTolerance`: no dirty row; `Tolerance`: as many as `record` or `percentage` says; `Ignore`: any number.");

    private final Key<Integer> concurrent = Key.integer(
                    "concurrent", "The number of channels. Default 3 in format 2.0, 1 in classic files.")
            .range(1, Speed.MOST_CHANNELS);
    private final Key<Integer> channel =
            Key.integer("channel", "The classic name of `concurrent`.").range(1, Speed.MOST_CHANNELS);
    private final Key<Boolean> throttle =
            Key.bool("throttle", "Whether `mbps` has an effect.").defaultTo(false);
    private final Key<Double> mbps = Key.decimal(
                    "mbps",
                    "The highest rate of the whole job in MB (1,048,576 bytes) a second. Without effect unless `throttle` is true.")
            .range(0, HIGHEST_MBPS);
    private final Key<Long> bytes = Key.longInteger(
                    "byte", "The highest rate of the whole job in bytes a second; 0 and -1 mean no limit.")
            .range(-1, Long.MAX_VALUE);
    private final Key<Long> records = Key.longInteger(
                    "record", "The highest rate of the whole job in rows a second; 0 and -1 mean no limit.")
            .range(-1, Long.MAX_VALUE);

    private final Key<ZoneId> timeZone = Key.of(
            "timeZone",
            new ZoneType(),
            "The zone in which a time without zone is understood where it has to be converted.");

    private SettingKeys(Format format) {
        this.format = format;
    }

    static Definition<Settings> definition(Format format) {
        return new SettingKeys(format).settings();
    }

    /** Returns the settings of a job that has none. */
    static Settings silent(Format format) {
        return new Settings(ErrorLimit.silent(format), silentSpeed(format), Execution.LOCAL, Optional.empty());
    }

    private static Speed silentSpeed(Format format) {
        return new Speed(format == Format.V2 ? 3 : 1, OptionalLong.empty(), OptionalLong.empty());
    }

    private Definition<Settings> settings() {
        Key<ErrorLimit> errorLimit = Key.object("errorLimit", errorLimit(), "How many dirty rows the run bears.");
        Key<Speed> speed = Key.object("speed", speed(), "Channels and limits.");
        Key<Execution> execution = Key.oneOf(
                        "executeMode", Execution.class, "`distribute`: the channels run on the distributed engine.")
                .defaultTo(Execution.LOCAL);
        Key<Optional<ZoneId>> common = Key.object("common", common(), "What concerns all columns.");
        Key<Boolean> dryRun = Key.bool("dryRun", "Must not be true: `sluice check` is the dry run.")
                .defaultTo(false);
        return Definition.of(
                        "Settings of a batch job",
                        values -> new Settings(
                                values.find(errorLimit).orElseGet(() -> ErrorLimit.silent(format)),
                                values.find(speed).orElseGet(() -> silentSpeed(format)),
                                values.get(execution),
                                values.find(common).flatMap(zone -> zone)),
                        errorLimit,
                        speed,
                        execution,
                        common,
                        dryRun)
                .ignoring("the memory of the process is set where it is started", "jvmOption", "jvmMemory")
                .ignoring("a run that died goes on with `sluice run --resume`", "failoverEnable")
                .ignoring("messages have one language", "locale")
                .checking(values -> {
                    if (values.find(dryRun).orElse(false)) {
                        values.fault(dryRun, "a dry run is a command of its own; allowed is false, and `sluice check`");
                    }
                });
    }

    private Definition<ErrorLimit> errorLimit() {
        return Definition.of("Limit of dirty rows", this::errorLimit, strategy, maxRecords, maxShare)
                .checking(this::checkErrorLimit);
    }

    private void checkErrorLimit(Values values) {
        boolean limited = values.has(maxRecords) || values.has(maxShare);
        Optional<Strategy> stated = values.find(strategy);
        if (stated.equals(Optional.of(Strategy.TOLERANCE)) && !limited) {
            values.fault(strategy, "Tolerance needs a number; allowed is \"record\" or \"percentage\" beside it");
        }
        boolean contradicts = stated.equals(Optional.of(Strategy.ZERO_TOLERANCE))
                ? values.find(maxRecords).orElse(0L) > 0
                        || values.find(maxShare).orElse(0.0) > 0
                : stated.equals(Optional.of(Strategy.IGNORE)) && limited;
        if (contradicts) {
            values.note(strategy, "the strategy " + stated.get() + " decides; record and percentage have no effect");
        } else if (values.has(maxRecords) && values.has(maxShare)) {
            values.note(maxShare, "percentage has no effect beside record");
        }
    }

    private ErrorLimit errorLimit(Values values) {
        OptionalLong none = OptionalLong.empty();
        Strategy stated = values.find(strategy).orElse(Strategy.TOLERANCE);
        if (stated == Strategy.ZERO_TOLERANCE) {
            return new ErrorLimit(OptionalLong.of(0), OptionalDouble.empty(), ErrorLimit.Origin.STATED);
        }
        if (stated == Strategy.IGNORE) {
            return new ErrorLimit(none, OptionalDouble.empty(), ErrorLimit.Origin.STATED);
        }
        Optional<Long> records = values.find(maxRecords);
        if (records.isPresent()) {
            return new ErrorLimit(OptionalLong.of(records.get()), OptionalDouble.empty(), ErrorLimit.Origin.STATED);
        }
        return values.find(maxShare)
                .map(share -> new ErrorLimit(none, OptionalDouble.of(share), ErrorLimit.Origin.STATED))
                .orElseGet(() -> ErrorLimit.silent(format));
    }

    private Definition<Speed> speed() {
        return Definition.of("Speed", this::speed, concurrent, throttle, mbps, records, channel, bytes)
                .ignoring("there are no resource units", "dmu")
                .checking(this::checkSpeed);
    }

    private void checkSpeed(Values values) {
        if (values.has(concurrent) && values.has(channel)) {
            values.fault(channel, "\"channel\" and \"concurrent\" mean the same; allowed is one of them");
        }
        boolean throttled = values.find(throttle).orElse(false);
        if (throttled && values.has(mbps) && values.has(bytes)) {
            values.fault(bytes, "\"byte\" and \"mbps\" mean the same; allowed is one of them");
        }
        if (throttled && values.find(mbps).equals(Optional.of(0.0))) {
            values.fault(mbps, "0 MB/s would never end; allowed is a number above 0, or \"throttle\" false");
        }
        if (throttled && !values.has(mbps) && !values.has(bytes) && !values.has(records)) {
            values.note(throttle, "nothing is throttled, since there is no \"mbps\"");
        }
        if (!throttled && values.has(mbps)) {
            values.note(mbps, "mbps has no effect unless throttle is true");
        }
    }

    private Speed speed(Values values) {
        int channels = values.find(concurrent)
                .or(() -> values.find(channel))
                .orElse(silentSpeed(format).channels());
        OptionalLong limit = limit(values.find(bytes));
        if (values.get(throttle) && values.has(mbps)) {
            double perSecond = values.find(mbps).orElseThrow() * BYTES_PER_MEGABYTE;
            limit = OptionalLong.of(Math.max(1, Math.round(perSecond)));
        }
        return new Speed(channels, limit, limit(values.find(records)));
    }

    private static OptionalLong limit(Optional<Long> stated) {
        return stated.isPresent() && stated.get() > 0 ? OptionalLong.of(stated.get()) : OptionalLong.empty();
    }

    private Definition<Optional<ZoneId>> common() {
        Definition<Optional<ZoneId>> column = Definition.of(
                        "Conversions of columns", values -> values.find(timeZone), timeZone)
                .ignoring(
                        "dates and texts arrive as they left",
                        "datetimeFormat",
                        "timeFormat",
                        "dateFormat",
                        "extraFormats",
                        "encoding");
        Key<Optional<ZoneId>> key = Key.object("column", column, "Conversions.");
        return Definition.of(
                "What concerns all columns", values -> values.find(key).flatMap(zone -> zone), key);
    }

    /** What a limit of dirty rows is meant as. */
    private enum Strategy {
        ZERO_TOLERANCE("ZeroTolerance"),
        TOLERANCE("Tolerance"),
        IGNORE("Ignore");

        private final String spelling;

        Strategy(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
