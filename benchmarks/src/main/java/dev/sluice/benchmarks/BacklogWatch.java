package dev.sluice.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Starts a program that brings a backlog of changes from a replication slot to a destination, and measures it from outside:
 * the apply begins when somebody reads from the slot, and ends when the destination shows the backlog's last row, the one
 * in the table {@code done}.
 */
public final class BacklogWatch {
    private static final long GLANCE_MILLIS = 5;

    /** Backends come and go seldom, and asking for them costs. */
    private static final int GLANCES_PER_LIST = 20;

    private static final String BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid() AND (backend_type = 'client backend' OR backend_type LIKE 'logical%worker')";

    private final Connection source;
    private final Connection destination;
    private final String slot;
    private final ProcessorTime sender = new ProcessorTime();
    private final ProcessorTime client = new ProcessorTime();
    private final ProcessorTime backends = new ProcessorTime();
    private long begun;
    private long ended;

    private BacklogWatch(Connection source, Connection destination, String slot) {
        this.source = source;
        this.destination = destination;
        this.slot = slot;
    }

    /**
     * Arguments: the JDBC URLs of source and destination, the slot, a file for what the program prints, and the program with
     * its own arguments. Prints, with tabs between: seconds of the apply and of the whole program; processor seconds of the
     * walsender, of the program and of the destination's backends. A program that goes on for ever is ended when everything
     * is there.
     */
    public static void main(String[] arguments) throws SQLException, IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(List.of(arguments).subList(4, arguments.length))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(new File(arguments[3])));
        try (Connection source = DriverManager.getConnection(arguments[0]);
                Connection destination = DriverManager.getConnection(arguments[1])) {
            new BacklogWatch(source, destination, arguments[2]).run(program);
        }
    }

    private void run(ProcessBuilder builder) throws SQLException, IOException, InterruptedException {
        long started = System.nanoTime();
        Process program = builder.start();
        watch(program);
        long finished = finish(program);
        System.out.printf(
                Locale.ROOT,
                "%.3f\t%.3f\t%.2f\t%.2f\t%.2f%n",
                (ended - begun) / 1e9,
                (finished - started) / 1e9,
                sender.seconds(),
                client.seconds(),
                backends.seconds());
    }

    private void watch(Process program) throws SQLException, InterruptedException {
        for (int glance = 0; ended == 0; glance++) {
            if (!program.isAlive() && program.exitValue() != 0) {
                throw new IllegalStateException("The program failed with exit code " + program.exitValue());
            }
            if (begun == 0) {
                lookForReader();
            }
            if (glance % GLANCES_PER_LIST == 0) {
                numbers(destination, BACKENDS).forEach(backends::look);
            }
            if (!numbers(destination, "SELECT id FROM done").isEmpty()) {
                ended = System.nanoTime();
            }
            lookAgain(program);
            TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
        }
    }

    private void lookForReader() throws SQLException {
        List<Long> readers = numbers(
                source,
                "SELECT active_pid FROM pg_replication_slots WHERE active_pid IS NOT NULL AND slot_name = '" + slot
                        + "'");
        if (!readers.isEmpty()) {
            begun = System.nanoTime();
            readers.forEach(sender::look);
        }
    }

    private void lookAgain(Process program) {
        sender.lookAgain();
        backends.lookAgain();
        client.look(program.pid());
    }

    /** Returns when the program ended; one that would go on is told to end. */
    private long finish(Process program) throws InterruptedException {
        for (int glance = 0; program.isAlive(); glance++) {
            client.look(program.pid());
            if (glance == GLANCES_PER_LIST * GLANCES_PER_LIST) {
                program.destroy();
            }
            TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
        }
        return System.nanoTime();
    }

    private static List<Long> numbers(Connection connection, String query) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
