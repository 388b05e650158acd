package dev.sluice.realtime;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.ChannelSettings;
import dev.sluice.job.DmlAction;
import dev.sluice.job.DmlHandling;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.TableMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    private static boolean isMoreThanIgnored(DmlHandling handling) {
        return Stream.of(handling.insert(), handling.update(), handling.delete())
                .anyMatch(action -> action instanceof DmlAction.Filter || action instanceof DmlAction.LogicalDelete);
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
        if (job.mappings().stream().map(TableMapping::dml).anyMatch(Refusals::isMoreThanIgnored)) {
            refused.add("HandleDml: Filter and LogicalDelete; there are Normal and Ignore");
        }
        if (job.mappings().stream().map(TableMapping::addedColumns).anyMatch(columns -> !columns.isEmpty())) {
            refused.add("AddColumn: tables have the columns of the source");
        }
        return refused;
    }
}
