package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The processor time of processes, those included that have ended since they were last looked at; see proc(5), {@code
 * /proc/PID/stat}. Used by one thread.
 */
final class ProcessorTime {
    /** What the kernel counts in, the same on every Linux of today. */
    private static final double TICKS_PER_SECOND = 100;

    /** The fields of user and system time, of the process and of its ended children, counted from behind the name. */
    private static final int FIRST_FIELD = 11;

    private static final int LAST_FIELD = 14;

    private final Map<Long, Long> ticks = new HashMap<>();

    /** Looks at a process; does nothing if it has ended. */
    void look(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long sum = 0;
            for (int i = FIRST_FIELD; i <= LAST_FIELD; i++) {
                sum += Long.parseLong(fields[i]);
            }
            ticks.put(process, sum);
        } catch (IOException e) {
            // It has ended; what it used until the last look counts.
            return;
        }
    }

    /** Looks at all processes again that it knows. */
    void lookAgain() {
        ticks.keySet().stream().toList().forEach(this::look);
    }

    /** Returns the sum over all processes. */
    double seconds() {
        return ticks.values().stream().mapToLong(Long::longValue).sum() / TICKS_PER_SECOND;
    }
}
