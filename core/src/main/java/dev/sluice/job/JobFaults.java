package dev.sluice.job;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.util.stream.Collectors;

/** Turns the faults of a file into the one exception. */
final class JobFaults {
    /** More lines than this nobody reads; the result as data has all. */
    private static final int MOST_SHOWN = 100;

    private JobFaults() {}

    static <T> T orThrow(JobText text, ParseResult<T> result) {
        return result.value().orElseThrow(() -> exception(text, result));
    }

    private static SyncException exception(JobText text, ParseResult<?> result) {
        int count = result.faults().size();
        String list =
                result.faults().stream().limit(MOST_SHOWN).map(Fault::toString).collect(Collectors.joining("\n"));
        String rest = count > MOST_SHOWN ? "\nand " + (count - MOST_SHOWN) + " more" : "";
        String hint = "Correct " + (count == 1 ? "this place" : "these places") + " in " + text.fileName() + ".";
        return new SyncException(ErrorCode.FILE_INVALID, list + rest, hint, null);
    }
}
