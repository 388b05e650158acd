package dev.sluice.cli;

import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Moments by chance in the life of a run, told by what is seen of it at its destination. */
final class KillMoments {
    private static final int MOST_LOG_BYTES = 1 << 18;

    private static final double BEGINNING_SECONDS = 1;
    private static final double GLANCE_SECONDS = 0.02;

    private static final String CONNECTED = "exists (select 1 from pg_stat_activity"
            + " where datname = current_database() and application_name = 'sluice')";

    private static final String COPIED_TABLES = "select count(position) from sluice_progress where table_name <> ''";

    private final TestDatabase destination;
    private final List<String> tables;
    private final long wholeSize;
    private final Random random;

    /** How far the job was when it was killed. */
    enum Phase {
        BEGINNING,
        COPYING,
        FOLLOWING
    }

    /** {@code wholeSize} is how many bytes the tables have when all are copied, about. */
    KillMoments(TestDatabase destination, List<String> tables, long wholeSize, Random random) {
        this.destination = destination;
        this.tables = tables;
        this.wholeSize = wholeSize;
        this.random = random;
    }

    /** Returns a query for the size of tables, rows included that are not committed. */
    static String sizeOf(List<String> tables) {
        return tables.stream()
                .map(table -> "pg_table_size('" + table + "')")
                .collect(Collectors.joining(" + ", "select ", ""));
    }

    /** Waits for a moment by chance before the end of the first copy, as long as that is not over. */
    void awaitEarly(SluiceProcess process) throws SQLException {
        if (phase() == Phase.FOLLOWING) {
            awaitLate(process);
        } else if (random.nextInt(4) == 0) {
            awaitBeginning(process);
        } else {
            awaitCopies(process);
        }
    }

    /** Waits for a moment by chance in the life of a run that comes to follow changes. */
    void awaitLate(SluiceProcess process) throws SQLException {
        if (random.nextInt(4) == 0) {
            awaitBeginning(process);
        } else {
            awaitChanges(process);
        }
    }

    private void awaitBeginning(SluiceProcess process) throws SQLException {
        LiveCopy.await(process, destination, CONNECTED, "true");
        pause(BEGINNING_SECONDS);
    }

    private void awaitCopies(SluiceProcess process) throws SQLException {
        long bytes = (long) (wholeSize * random.nextDouble());
        LiveCopy.await(process, destination, CONNECTED + " and (" + sizeOf(tables) + ") >= " + bytes, "true");
        pause(GLANCE_SECONDS);
    }

    private void awaitChanges(SluiceProcess process) throws SQLException {
        String position = "(select max(position) from sluice_progress where table_name = '')";
        LiveCopy.await(process, destination, "to_regclass('sluice_progress') is not null", "true");
        LiveCopy.await(process, destination, "(" + COPIED_TABLES + ") = " + tables.size(), "true");
        String begin = destination.value("select " + position + "::text");
        LiveCopy.await(
                process, destination, position + " - '" + begin + "' > " + random.nextInt(MOST_LOG_BYTES), "true");
        pause(GLANCE_SECONDS);
    }

    /** Lets a moment by chance pass besides, so that it is not always the one after a commit. */
    private void pause(double mostSeconds) throws SQLException {
        destination.value(String.format(Locale.ROOT, "select pg_sleep(%.4f)::text", random.nextDouble() * mostSeconds));
    }

    /** Returns how far the job is. */
    Phase phase() throws SQLException {
        if (!"t".equals(destination.value("select to_regclass('sluice_progress') is not null"))) {
            return Phase.BEGINNING;
        }
        return String.valueOf(tables.size()).equals(destination.value(COPIED_TABLES)) ? Phase.FOLLOWING : Phase.COPYING;
    }
}
