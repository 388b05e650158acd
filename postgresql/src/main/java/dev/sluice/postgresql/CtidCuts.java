package dev.sluice.postgresql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a table by where its rows lie. Every version of a row that a snapshot sees has exactly one ctid and keeps it while
 * the snapshot's owner locks the table; pages that came after the cutting fall into the last part, which is open. See the
 * PostgreSQL documentation, chapter "System Columns", and the TID range scan of version 14.
 */
final class CtidCuts {
    private CtidCuts() {}

    static Cut cut(SourceQuery query, long pages, int wanted) {
        int count = (int) Math.max(1, Math.min(wanted, pages));
        String method = "ctid ranges of " + query.label();
        if (count == 1) {
            return Cut.whole(query, method);
        }
        List<Cut.Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long from = pages * i / count;
            long to = pages * (i + 1) / count;
            String lower = "ctid >= '(" + from + ",0)'::tid";
            String condition = i == count - 1 ? lower : lower + " AND ctid < '(" + to + ",0)'::tid";
            String label = query.label() + " pages " + from + (i == count - 1 ? " and up" : " to " + (to - 1));
            parts.add(new Cut.Part(label, query.restrictedTo(condition)));
        }
        return new Cut(parts, method);
    }
}
