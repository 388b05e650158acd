package dev.sluice.realtime;

import dev.sluice.change.Lsn;
import dev.sluice.job.TableName;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far one table is.
 *
 * @param name its name at the source
 * @param state what becomes of it now
 * @param rowsCopied how many rows its first copy has committed in this run
 * @param expectedRows how many rows the first copy has in all, about, as far as somebody knows
 * @param copy where the first copy stands among the changes, once it is there
 * @param error why its first copy failed
 */
public record TableStatus(
        TableName name,
        TableState state,
        long rowsCopied,
        OptionalLong expectedRows,
        Optional<Lsn> copy,
        Optional<String> error) {}
