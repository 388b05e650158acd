package dev.sluice.cli;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what Sluice does, with nothing installed but Java. */
@Command(
        name = "demo",
        description =
                "Start two PostgreSQL servers of its own, fill a small shop, copy it with batch jobs, follow it with a"
                        + " real-time job while it changes, and compare both sides. Nothing of it is left behind.",
        footer = {
            "",
            "Exit codes: 0 both sides are equal; 1 they are not, or something failed.",
            "",
            "Examples:",
            "  sluice demo",
            "  sluice demo --keep      (leaves the servers, the job and files to play with, until Ctrl-C)"
        })
final class DemoCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--keep",
            description = "Leave servers, the real-time job and files until Ctrl-C, and print how to reach them.")
    private boolean keep;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return new Demo(surroundings).run(keep ? Demo.Ending.KEEP : Demo.Ending.CLEAN_UP) ? Exit.DONE : Exit.FAILED;
        } catch (IOException | SQLException e) {
            throw new SyncException(
                    ErrorCode.INTERNAL,
                    "The demo cannot go on: " + e.getMessage(),
                    "Look whether there is room for some 200 MB in the folder for temporary files",
                    e);
        }
    }
}
