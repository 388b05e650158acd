package dev.sluice.job;

import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two families of dates that job files of DataWorks use: {@code ${yyyymmdd-7}}, counted from the day before the run in the unit of the
 * last part of the format, and {@code $[yyyymmddhh24miss-1/24]}, counted from the time of the run in days and fractions of a day.
 */
final class DateExpression {
    private static final String SEPARATOR = "[-/:_. ]";
    private static final String DAY_FORMAT = "(?<format>(?=.*[a-z])(?:yyyy|yy|mm|dd|" + SEPARATOR + ")+?)";
    private static final String TIME_FORMAT =
            "(?<format>(?=.*[a-z])(?:yyyy|yy|mm|dd|hh24|hh12|hh|mi|ss|" + SEPARATOR + ")+?)";
    private static final String COUNT = "(?<sign>[+-])\\s*(?<count>\\d{1,5})(?:\\s*\\*\\s*(?<times>\\d{1,3}))?";

    private static final Pattern DAY = Pattern.compile(DAY_FORMAT + "(?:\\s*" + COUNT + ")?\\s*");
    private static final Pattern TIME = Pattern.compile(
            TIME_FORMAT + "(?:\\s*" + COUNT + "(?<hours>/24)?(?<minutes>(?<=/24)/60)?(?<seconds>(?<=/60)/60)?)?\\s*");
    private static final Pattern MONTHS = Pattern.compile("add_months\\(\\s*" + TIME_FORMAT
            + "\\s*,\\s*(?<sign>[+-]?)(?<count>\\d{1,5})" + "(?:\\s*\\*\\s*(?<times>\\d{1,3}))?\\s*\\)");
    private static final Pattern PART = Pattern.compile("yyyy|yy|mm|dd|hh24|hh12|hh|mi|ss");

    private static final long SECONDS_OF_DAY = 86_400;

    private DateExpression() {}

    /** Returns a date of the first family; empty if the expression is not of it. */
    static Optional<String> businessDay(String expression, LocalDateTime day) {
        Matcher match = DAY.matcher(expression);
        if (!match.matches()) {
            return Optional.empty();
        }
        String format = match.group("format");
        long count = count(match);
        LocalDateTime moved = format.contains("dd")
                ? day.plusDays(count)
                : format.contains("mm") ? day.plusMonths(count) : day.plusYears(count);
        return Optional.of(format(format, moved));
    }

    /** Returns a date and time of the second family; empty if the expression is not of it. */
    static Optional<String> scheduleTime(String expression, LocalDateTime time) {
        Matcher months = MONTHS.matcher(expression);
        if (months.matches()) {
            return Optional.of(format(months.group("format"), time.plusMonths(count(months))));
        }
        Matcher match = TIME.matcher(expression);
        return match.matches()
                ? Optional.of(format(match.group("format"), time.plusSeconds(seconds(match))))
                : Optional.empty();
    }

    private static long seconds(Matcher match) {
        long part = match.group("seconds") != null
                ? 1
                : match.group("minutes") != null ? 60 : match.group("hours") != null ? 3_600 : SECONDS_OF_DAY;
        return count(match) * part;
    }

    private static long count(Matcher match) {
        if (match.group("count") == null) {
            return 0;
        }
        long times = match.group("times") == null ? 1 : Long.parseLong(match.group("times"));
        long count = Long.parseLong(match.group("count")) * times;
        return "-".equals(match.group("sign")) ? -count : count;
    }

    private static String format(String format, LocalDateTime time) {
        return PART.matcher(format).replaceAll(part -> part(part, time));
    }

    private static String part(MatchResult part, LocalDateTime time) {
        return switch (part.group()) {
            case "yyyy" -> String.format(Locale.ROOT, "%04d", time.getYear());
            case "yy" -> two(Math.floorMod(time.getYear(), 100));
            case "mm" -> two(time.getMonthValue());
            case "dd" -> two(time.getDayOfMonth());
            case "hh24" -> two(time.getHour());
            case "mi" -> two(time.getMinute());
            case "ss" -> two(time.getSecond());
            default -> two((time.getHour() + 11) % 12 + 1);
        };
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
