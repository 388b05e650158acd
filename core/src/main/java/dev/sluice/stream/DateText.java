package dev.sluice.stream;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How dates are written in a job file. No time zone is involved: what is written is what the fields hold. */
final class DateText {
    static final String DEFAULT_PATTERN = "yyyy-MM-dd HH:mm:ss";

    private static final LocalDateTime POSTGRES_EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final String pattern;

    DateText(String pattern) {
        this.pattern = pattern;
    }

    /** Returns a date in microseconds since 2000-01-01; without a time of day it is midnight. */
    long micros(String text) throws BadOption {
        try {
            TemporalAccessor parsed = formatter().parse(text.strip());
            @Nullable LocalDate date = parsed.query(TemporalQueries.localDate());
            @Nullable LocalTime time = parsed.query(TemporalQueries.localTime());
            if (date == null) {
                throw new BadOption(
                        "dateFormat \"" + pattern + "\" has no day; allowed is one with year, month and day");
            }
            return ChronoUnit.MICROS.between(POSTGRES_EPOCH, date.atTime(time == null ? LocalTime.MIDNIGHT : time));
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadOption("\"" + text + "\" is not a date of dateFormat \"" + pattern + "\"");
        }
    }

    private DateTimeFormatter formatter() throws BadOption {
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new BadOption("dateFormat \"" + pattern + "\" is not one: " + e.getMessage());
        }
    }
}
