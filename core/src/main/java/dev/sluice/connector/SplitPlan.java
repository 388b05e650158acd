package dev.sluice.connector;

import java.util.List;
import java.util.OptionalLong;

/**
 * How a reader divides its work.
 *
 * @param splits the parts, which together hold every row exactly once; taken in this order
 * @param method by what the parts were made, in words
 * @param estimatedRows how many rows all of them have, about, as far as somebody knows
 */
public record SplitPlan(List<Split> splits, String method, OptionalLong estimatedRows) {
    /** Copies the splits; there is at least one. */
    public SplitPlan {
        splits = List.copyOf(splits);
        if (splits.isEmpty()) {
            throw new IllegalArgumentException("A plan has at least one split");
        }
    }
}
