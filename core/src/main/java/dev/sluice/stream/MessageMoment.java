package dev.sluice.stream;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date or timestamp as PostgreSQL writes it with DateStyle ISO; see the PostgreSQL documentation, chapter
 * "Date/Time Types".
 */
final class MessageMoment {
    private static final Pattern FORM = Pattern.compile("(\\d{4,7})-(\\d\\d)-(\\d\\d)"
            + "(?: (\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,6}))?)?([+-]\\d\\d(?::\\d\\d(?::\\d\\d)?)?)?( BC)?");
    private static final int MICROSECOND_DIGITS = 6;

    private MessageMoment() {}

    /** Returns milliseconds since 1970-01-01T00:00:00Z; empty for infinity. {@code zone} is that of a time without one. */
    static Optional<BigDecimal> millis(String text, ZoneId zone) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(parts.group(1));
        LocalDate day = LocalDate.of(
                parts.group(7) == null ? year : 1 - year,
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        boolean dateOnly = parts.group(4) == null;
        LocalDateTime time = dateOnly ? day.atStartOfDay() : day.atTime(LocalTime.parse(parts.group(4)));
        ZoneId own = parts.group(6) != null ? ZoneOffset.of(parts.group(6)) : dateOnly ? ZoneOffset.UTC : zone;
        long micros = micros(parts.group(5));
        return Optional.of(BigDecimal.valueOf(time.atZone(own).toEpochSecond())
                .movePointRight(3)
                .add(BigDecimal.valueOf(micros, 3)));
    }

    private static long micros(@Nullable String fraction) {
        return fraction == null ? 0 : Long.parseLong(fraction + "0".repeat(MICROSECOND_DIGITS - fraction.length()));
    }
}
