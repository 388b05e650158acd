package dev.sluice.cli;

import dev.sluice.realtime.JobFolder;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops the run of a real-time job in this workspace. */
@Command(
        name = "stop",
        description =
                "Stop the run of a real-time job that was started in this workspace, in good order, and wait until it"
                        + " has stopped. Nothing is lost: the next run goes on. The source keeps its changes until then.",
        footer = {
            "",
            "Exit codes: 0 it does not run any more, or did not run; 1 it has not stopped in time; 2 the file or the",
            "command line is wrong.",
            "",
            "Examples:",
            "  sluice stop jobs/live-copy.json",
            "  sluice stop jobs/live-copy.json --timeout 120"
        })
final class StopCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JobFileOptions job = new JobFileOptions();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait until it has stopped. Default: ${DEFAULT-VALUE}.")
    private int seconds = 30;

    StopCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        BoundRealtime bound = job.source(surroundings).bindRealtime(surroundings.connectors());
        JobFolder folder = bound.folder();
        if (!folder.isHeld()) {
            surroundings.out().println("Nothing runs the job " + bound.job().name() + " in this workspace");
            return Exit.DONE;
        }
        folder.askToStop();
        if (!new Waiting(surroundings.time(), Duration.ofSeconds(seconds)).until(() -> !folder.isHeld())) {
            surroundings.err().println("The job has not stopped within " + seconds + " s; it still tries to");
            return Exit.FAILED;
        }
        surroundings.out().println("The job " + bound.job().name() + " has stopped");
        return Exit.DONE;
    }
}
