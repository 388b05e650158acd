package dev.sluice.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The real-time half of the demo: changes at the source, each watched until the destination shows it. */
final class DemoRealtime {
    private static final int SMALL_CHANGES = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private final DemoServers servers;
    private final DemoJob job;
    private final Surroundings surroundings;
    private final PrintWriter out;

    DemoRealtime(DemoServers servers, DemoJob job, Surroundings surroundings) {
        this.servers = servers;
        this.job = job;
        this.surroundings = surroundings;
        this.out = surroundings.out();
    }

    /** Returns whether both sides are equal in the end; the job goes on. */
    boolean run() throws SQLException, InterruptedException {
        out.println("Starting a real-time job, which copies the shop into another database and then follows it ...");
        job.start();
        out.println();
        out.println("Changing the shop meanwhile, and looking until the destination shows it ...");
        try (Connection there = servers.source().database().connect();
                Connection here = servers.live().database().connect()) {
            for (DemoChange change : DemoChange.all()) {
                Duration seen = watch(change, there, here);
                out.println(String.format(Locale.ROOT, "  %-50s seen after %5d ms", change.text(), seen.toMillis()));
            }
            showUsual(there, here);
        }
        out.println();
        boolean equal = DemoComparison.print(servers.source(), servers.live(), out);
        out.println();
        out.println("What sluice status says of the job ...");
        job.printStatus();
        out.println();
        return equal;
    }

    /** The first change of each kind loads the classes for it; the usual time is that of later ones. */
    private void showUsual(Connection there, Connection here) throws SQLException, InterruptedException {
        List<Duration> times = new ArrayList<>();
        for (int i = 1; i <= SMALL_CHANGES; i++) {
            times.add(watch(DemoChange.small(i), there, here));
        }
        times.sort(null);
        out.println(String.format(
                Locale.ROOT,
                "  %-50s seen after %5.1f ms, half of them",
                SMALL_CHANGES + " updates of one row, one after another",
                times.get(SMALL_CHANGES / 2).toNanos() / NANOS_PER_MILLI));
    }

    private Duration watch(DemoChange change, Connection there, Connection here)
            throws SQLException, InterruptedException {
        commit(change, there);
        long committed = surroundings.time().nanos();
        String expected = answer(there, change.question());
        job.await(change.text(), () -> answer(here, change.question()).equals(expected));
        return Duration.ofNanos(surroundings.time().nanos() - committed);
    }

    private static void commit(DemoChange change, Connection there) throws SQLException {
        there.setAutoCommit(false);
        try (Statement statement = there.createStatement()) {
            for (String sql : change.statements()) {
                statement.execute(sql);
            }
        }
        there.commit();
        there.setAutoCommit(true);
    }

    private static String answer(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select answer::text from (" + question + ") answer")) {
            row.next();
            return row.getString(1);
        }
    }
}
