package dev.sluice.realtime;

import dev.sluice.SyncException;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Objects;

/**
 * What became of a wish that tables be copied anew.
 *
 * @param taken tables that are emptied, or had no copy yet, and are copied now or by the next run
 * @param refused tables that stay as they are
 */
public record ResyncAnswer(List<TableName> taken, List<Refused> refused) {
    /**
     * A table that stays as it is.
     *
     * @param why the reason, in words
     */
    public record Refused(TableName table, String why) {
        /** Checks that nothing is null. */
        public Refused {
            Objects.requireNonNull(table);
            Objects.requireNonNull(why);
        }

        /** Says that a table could not be emptied. */
        public static Refused of(TableName table, SyncException error) {
            return new Refused(
                    table,
                    error.getMessage() + error.hint().map(hint -> ". " + hint).orElse(""));
        }

        /** Returns a sentence for users. */
        public String text() {
            return table + " is not copied anew: " + why;
        }
    }

    /** Copies the lists. */
    public ResyncAnswer {
        taken = List.copyOf(taken);
        refused = List.copyOf(refused);
    }
}
