package dev.sluice.job;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The object {@code setting.errorLimit}.
 *
 * @param format decides what silence means
 */
record ErrorLimitKeys(Format format) {
    private static final Key<Long> MAX_RECORDS = Key.longInteger(
                    "record", "The run fails when more rows than this are dirty.")
            .range(0, Long.MAX_VALUE);
    private static final Key<Double> MAX_SHARE = Key.decimal(
                    "percentage",
                    "The run fails at its end when more than this share of the rows read is dirty: 0.02 is 2%. Without effect beside `record`.")
            .range(0, 1);
    private static final Key<Strategy> STRATEGY = Key.oneOf(
            "strategy",
            Strategy.class,
            "`ZeroTolerance`: no dirty row; `Tolerance`: as many as `record` or `percentage` says; `Ignore`: any number.");

    Definition<ErrorLimit> definition() {
        return Definition.of("Limit of dirty rows", this::make, STRATEGY, MAX_RECORDS, MAX_SHARE)
                .checking(ErrorLimitKeys::check);
    }

    private static void check(Values values) {
        boolean limited = values.has(MAX_RECORDS) || values.has(MAX_SHARE);
        Optional<Strategy> stated = values.find(STRATEGY);
        if (stated.equals(Optional.of(Strategy.TOLERANCE)) && !limited) {
            values.fault(STRATEGY, "Tolerance needs a number; allowed is \"record\" or \"percentage\" beside it");
        }
        if (stated.isPresent() && stated.get().overrides(values)) {
            values.note(STRATEGY, "the strategy " + stated.get() + " decides; record and percentage have no effect");
        } else if (values.has(MAX_RECORDS) && values.has(MAX_SHARE)) {
            values.note(MAX_SHARE, "percentage has no effect beside record");
        }
    }

    private ErrorLimit make(Values values) {
        return switch (values.find(STRATEGY).orElse(Strategy.TOLERANCE)) {
            case ZERO_TOLERANCE -> stated(OptionalLong.of(0), OptionalDouble.empty());
            case IGNORE -> stated(OptionalLong.empty(), OptionalDouble.empty());
            case TOLERANCE ->
                values.find(MAX_RECORDS)
                        .map(records -> stated(OptionalLong.of(records), OptionalDouble.empty()))
                        .or(() -> values.find(MAX_SHARE)
                                .map(share -> stated(OptionalLong.empty(), OptionalDouble.of(share))))
                        .orElseGet(() -> ErrorLimit.silent(format));
        };
    }

    private static ErrorLimit stated(OptionalLong maxRecords, OptionalDouble maxShare) {
        return new ErrorLimit(maxRecords, maxShare, ErrorLimit.Origin.STATED);
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

        /** Returns whether the object says numbers that this strategy takes the meaning from. */
        private boolean overrides(Values values) {
            return switch (this) {
                case ZERO_TOLERANCE ->
                    values.find(MAX_RECORDS).orElse(0L) > 0
                            || values.find(MAX_SHARE).orElse(0.0) > 0;
                case TOLERANCE -> false;
                case IGNORE -> values.has(MAX_RECORDS) || values.has(MAX_SHARE);
            };
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
