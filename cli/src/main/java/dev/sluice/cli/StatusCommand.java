package dev.sluice.cli;

import dev.sluice.job.Workspace;
import dev.sluice.realtime.JobFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells how a real-time job stands. */
@Command(
        name = "status",
        description =
                "Tell how a real-time job stands: its tables, how far behind the destination is, and what the source"
                        + " keeps for it. Asks both servers and the run, and works when one of them does not answer. Changes"
                        + " nothing.",
        footer = {
            "",
            "Exit codes: 0 done, also when somebody did not answer; 2 the file or the command line is wrong.",
            "",
            "Examples:",
            "  sluice status jobs/live-copy.json",
            "  sluice status jobs/live-copy.json --json",
            "  sluice status jobs/live-copy.json --report status.json"
        })
final class StatusCommand implements Callable<Integer> {
    private static final String SLOT_PREFIX = "di_slot_";

    private final Surroundings surroundings;

    @Mixin
    private final JobFileOptions job = new JobFileOptions();

    @Mixin
    private final ReportOption report = new ReportOption();

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        report.check();
        JobSource source = job.source(surroundings);
        BoundRealtime bound = source.bindRealtime(surroundings.connectors());
        JobView view = JobView.of(bound);
        List<String> orphans = orphans(view, source.workspace());
        if (json) {
            JsonFile.print(surroundings.out(), to -> StatusViewJson.write(to, bound, view, orphans));
        } else {
            new StatusText(surroundings.out()).print(bound, view, orphans);
        }
        report.file().ifPresent(file -> JsonFile.write(file, to -> StatusViewJson.write(to, bound, view, orphans)));
        return Exit.DONE;
    }

    /** A slot of a job that has run in this workspace is not forgotten, only idle. */
    private static List<String> orphans(JobView view, Workspace workspace) {
        return view.source()
                .known()
                .map(status -> status.others().stream()
                        .filter(slot -> !JobFolder.exists(workspace, slot.substring(SLOT_PREFIX.length())))
                        .toList())
                .orElse(List.of());
    }
}
