package dev.sluice.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them; the same in every locale. */
final class Words {
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;

    private Words() {}

    /** Returns a whole number in groups of three digits. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String rounded(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** Returns a rate in the megabytes of the job file's {@code mbps}, 1,048,576 bytes each. */
    static String traffic(double bytesPerSecond) {
        return String.format(Locale.ROOT, "%,.2f MB/s", bytesPerSecond / (1 << 20));
    }

    /** Returns a number of rows with its noun. */
    static String rows(long number) {
        return count(number) + (number == 1 ? " row" : " rows");
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * 100);
    }

    /** Returns a duration to the millisecond. */
    static String exact(Duration duration) {
        return String.format(Locale.ROOT, "%,.3f s", duration.toNanos() / 1e9);
    }

    /** Returns a duration to the second. */
    static String rough(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        return seconds < HOUR
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / MINUTE, seconds % MINUTE)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / HOUR, seconds % HOUR / MINUTE);
    }
}
