package dev.sluice.cli;

import java.util.List;

/** What the demo says that one can do next. */
final class DemoGuide {
    private DemoGuide() {}

    /** Returns the guide to servers and files that are still there. */
    static List<String> whileItRuns(DemoServers servers, DemoWorkspace workspace) {
        String options = " --workspace " + workspace.folder();
        return List.of(
                "Both servers and the real-time job run until you press Ctrl-C. In another terminal, try:",
                "",
                "  psql " + servers.source().address() + " -c 'update order_items set quantity = quantity + 1'",
                "  psql " + servers.live().address() + " -c 'select sum(quantity) from order_items'",
                "      (the real-time job has brought the update already)",
                "  ./sluice status live.json" + options,
                "  ./sluice stop live.json" + options,
                "  ./sluice run live.json" + options,
                "      (goes on where it was stopped; changes that came meanwhile are not lost)",
                "",
                "  ./sluice check order_items.json" + options + " -v",
                "  ./sluice run order_items.json" + options,
                "  psql " + servers.destination().address() + " -c 'select sum(quantity) from order_items'",
                "      (a batch job copies when you say so)",
                "  ./sluice run products.json" + options,
                "      (fails, and says why: the products are there already, so each of them is a dirty row)",
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
