package dev.sluice.job;

import java.time.ZoneId;
import java.util.Optional;

/** The object {@code setting}. Both formats may use the keys of either; only what silence means differs. */
final class SettingKeys {
    private static final Key<Execution> EXECUTION = Key.oneOf(
                    "executeMode", Execution.class, "`distribute`: the channels run on the distributed engine.")
            .defaultTo(Execution.LOCAL);
    private static final Key<Boolean> DRY_RUN = Key.bool("dryRun", "Must not be true: `sluice check` is the dry run.")
            .defaultTo(false);
    private static final Key<ZoneId> TIME_ZONE = Key.of(
            "timeZone",
            new ZoneType(),
            "The zone in which a time without zone is understood where it has to be converted.");
    private static final Key<Optional<ZoneId>> COLUMN = Key.object("column", column(), "Conversions.");
    private static final Key<Optional<ZoneId>> COMMON = Key.object(
            "common",
            Definition.of(
                    "What concerns all columns", values -> values.find(COLUMN).flatMap(zone -> zone), COLUMN),
            "What concerns all columns.");

    private final Format format;
    private final Key<ErrorLimit> errorLimit;
    private final Key<Speed> speed;

    private SettingKeys(Format format) {
        this.format = format;
        this.errorLimit = Key.object(
                "errorLimit",
                new ErrorLimitKeys(format).definition(),
                "How many dirty rows the run bears. Default: " + (format == Format.V2 ? "none." : "any number."));
        this.speed = Key.object("speed", new SpeedKeys(format).definition(), "Channels and limits.");
    }

    static Definition<Settings> definition(Format format) {
        SettingKeys keys = new SettingKeys(format);
        return Definition.of(
                        "Settings of a batch job", keys::make, keys.errorLimit, keys.speed, EXECUTION, COMMON, DRY_RUN)
                .ignoring("the memory of the process is set where it is started", "jvmOption", "jvmMemory")
                .ignoring("a run that died goes on with `sluice run --resume`", "failoverEnable")
                .ignoring("messages have one language", "locale")
                .checking(SettingKeys::checkDryRun);
    }

    /** Returns the settings of a job that has none. */
    static Settings silent(Format format) {
        return new Settings(
                ErrorLimit.silent(format), new SpeedKeys(format).silent(), Execution.LOCAL, Optional.empty());
    }

    private Settings make(Values values) {
        return new Settings(
                values.find(errorLimit).orElseGet(() -> ErrorLimit.silent(format)),
                values.find(speed).orElseGet(() -> new SpeedKeys(format).silent()),
                values.get(EXECUTION),
                values.find(COMMON).flatMap(zone -> zone));
    }

    private static void checkDryRun(Values values) {
        if (values.get(DRY_RUN)) {
            values.fault(
                    DRY_RUN, "a dry run is a command of its own; allowed is false, and the command \"sluice check\"");
        }
    }

    private static Definition<Optional<ZoneId>> column() {
        return Definition.of("Conversions of columns", values -> values.find(TIME_ZONE), TIME_ZONE)
                .ignoring(
                        "dates and texts arrive as they left",
                        "datetimeFormat",
                        "timeFormat",
                        "dateFormat",
                        "extraFormats",
                        "encoding");
    }
}
