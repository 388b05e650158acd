package dev.sluice.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/** The demo from its first to its last line. */
final class Demo {
    private final Surroundings surroundings;
    private final PrintWriter out;

    /** What is done at the end. */
    enum Ending {
        /** Servers and files go. */
        CLEAN_UP,
        /** Servers and files stay until a signal comes. */
        KEEP
    }

    Demo(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
    }

    /** Returns whether both sides were equal in the end. */
    boolean run(Ending ending) throws IOException, SQLException, InterruptedException {
        out.println("Starting two PostgreSQL servers and filling a small shop ...");
        boolean equal;
        try (DemoServers servers = DemoServers.start();
                DemoWorkspace workspace = DemoWorkspace.make(servers)) {
            out.println("  source       " + servers.source().describe());
            out.println("  destination  " + servers.destination().describe());
            out.println();
            equal = new DemoBatch(servers, workspace, surroundings).run();
            out.println();
            JobSource live = workspace.job(DemoWorkspace.LIVE_JOB, surroundings);
            try (DemoJob job = new DemoJob(live.bindRealtime(surroundings.connectors()), surroundings)) {
                equal &= new DemoRealtime(servers, job, surroundings).run();
                if (ending == Ending.KEEP) {
                    DemoGuide.whileItRuns(servers, workspace).forEach(out::println);
                    new CountDownLatch(1).await();
                }
            }
        }
        out.println();
        DemoGuide.afterwards().forEach(out::println);
        return equal;
    }
}
