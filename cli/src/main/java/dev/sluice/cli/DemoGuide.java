package dev.sluice.cli;

import java.util.List;

/** What the demo says that one can do next. */
final class DemoGuide {
    private DemoGuide() {}

    /** Returns the guide to servers and files that are still there. */
    static List<String> whileItRuns(DemoServers servers, DemoWorkspace workspace) {
        String options = " --workspace " + workspace.folder();
        return List.of(
                "Both servers run until you press Ctrl-C. In another terminal, try:",
                "",
                "  psql " + servers.source().address() + " -c 'update order_items set quantity = quantity + 1'",
                "  ./sluice check order_items.json" + options + " -v",
                "  ./sluice run order_items.json" + options,
                "  psql " + servers.destination().address() + " -c 'select sum(quantity) from order_items'",
                "",
                "  ./sluice run customers.json" + options,
                "      (fails, and says why: the customers are there already, so each of them is a dirty row)",
                "",
                "The jobs and data sources are in " + workspace.folder() + ", to be changed as you like.");
    }

    /** Returns what to try when all is gone again. */
    static List<String> afterwards() {
        return List.of(
                "The servers are stopped and their files deleted. Next:",
                "  ./sluice demo --keep       the same, and leaves all of it to play with until Ctrl-C",
                "  README.md                  your first own job in five minutes",
                "  examples/                  job files to start from");
    }
}
