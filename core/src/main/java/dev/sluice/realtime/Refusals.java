package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.ChannelSettings;
import dev.sluice.job.DmlAction;
import dev.sluice.job.DmlHandling;
import dev.sluice.job.RealtimeDestination;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableMapping;
import java.util.ArrayList;
import java.util.List;

/** What a job file may say and this version does not do. */
public final class Refusals {
    private Refusals() {}

    /**
     * Checks that this version does all that a job asks for.
     *
     * @throws SyncException with FILE_INVALID and everything that it does not
     */
    public static void require(RealtimeJob job) {
        List<String> refused = of(job);
        if (!refused.isEmpty()) {
            throw new SyncException(
                    ErrorCode.FILE_INVALID,
                    "The job \"" + job.name() + "\" is in order, but this version of Sluice does not have all of it:\n"
                            + String.join("\n", refused),
                    "Take it out of the file, or keep the file for a later version",
                    null);
        }
    }

    private static boolean isFiltered(DmlHandling handling) {
        return handling.update() instanceof DmlAction.Filter || handling.delete() instanceof DmlAction.Filter;
    }

    private static List<String> of(RealtimeJob job) {
        List<String> refused = new ArrayList<>();
        if (job.migration().type().copiesIncrements()) {
            refused.add("MigrationType " + job.migration().type() + ": increments are not copied yet");
        }
        if (job.settings().cycle().isPresent()
                || job.mappings().stream()
                        .anyMatch(mapping -> mapping.schedule().isPresent())) {
            refused.add("CycleScheduleSettings, DefineCycleScheduleSettings: nothing runs by a schedule yet");
        }
        if (job.settings().channel().write() == ChannelSettings.Write.INSERT) {
            refused.add("ChannelSettings: writeMode insert, a new row for every change");
        }
        if (job.destination() instanceof RealtimeDestination.Stream
                && job.mappings().stream().map(TableMapping::dml).anyMatch(Refusals::isFiltered)) {
            refused.add("HandleDml: Filter, with the destination stream: its condition is SQL, which the destination's"
                    + " database evaluates");
        }
        return refused;
    }
}
