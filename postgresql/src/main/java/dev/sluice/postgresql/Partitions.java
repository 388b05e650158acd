package dev.sluice.postgresql;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The partitions of a table, those of partitions included, by their object identifiers. Of a partition that was made as one
 * all rows came by changes of the table; one that was attached may have brought rows that are in no change.
 */
record Partitions(Map<Long, Partition> all) {
    /**
     * A partition.
     *
     * @param oid its object identifier
     * @param above that of the table that it is a partition of
     * @param attached whether it was a table of its own before
     * @param link the transaction by which it is a partition
     * @param made the transaction that made it, as a table or as a partition
     */
    record Partition(long oid, long above, boolean attached, long link, long made) {
        /** What a server is moved to by pg_upgrade is not news, though all transactions have other numbers there. */
        private boolean isNewsTo(Partitions known) {
            Partition before = known.all().get(oid);
            return before == null || (before.link != link && before.made == made);
        }
    }

    static final Partitions NONE = new Partitions(Map.of());

    /** The transaction by which the row {@code i} of pg_inherits makes a partition. */
    static final String LINK = "i.xmin::text::int8";

    /** The transaction that made the partition of the row {@code i} of pg_inherits. */
    static final String MADE =
            "(SELECT made.xmin::text::int8 FROM pg_catalog.pg_attribute made WHERE made.attrelid = i.inhrelid"
                    + " AND made.attnum = -1)";

    /**
     * Whether the partition of the row {@code i} of pg_inherits was attached. CREATE TABLE ... PARTITION OF writes that row
     * in the transaction in which it makes the table, three or four commands later; who attaches a table that he has just
     * made comes to five at least, and to one more with each statement between (seen on versions 13 to 18). Where somebody
     * has tried to delete one of the rows, nobody can tell.
     */
    static final String ATTACHED = """
            NOT EXISTS (
                SELECT 1 FROM pg_catalog.pg_attribute made
                 WHERE made.attrelid = i.inhrelid AND made.attnum = -1 AND made.xmin = i.xmin
                   AND made.xmax::text = '0' AND i.xmax::text = '0'
                   AND i.cmin::text::int8 - made.cmin::text::int8 < 5)""";

    /** Begins a query of {@code tree}: the relations of some object identifiers, and all below them. */
    static String tree(String roots) {
        return """
                WITH RECURSIVE tree AS (
                    SELECT @roots AS oid
                     UNION ALL
                    SELECT inhrelid FROM tree JOIN pg_catalog.pg_inherits ON inhparent = tree.oid)
                """.replace("@roots", roots);
    }

    Partitions {
        all = Map.copyOf(all);
    }

    boolean has(long oid) {
        return all.containsKey(oid);
    }

    /** Returns which of these came since {@code known} in a table that was attached, or again, or are such tables themselves. */
    Set<Long> attachedSince(Partitions known) {
        return all.keySet().stream().filter(oid -> cameByAttaching(oid, known)).collect(Collectors.toSet());
    }

    private boolean cameByAttaching(long oid, Partitions known) {
        Partition partition = all.get(oid);
        return partition != null
                && ((partition.attached() && partition.isNewsTo(known)) || cameByAttaching(partition.above(), known));
    }

    /** Returns these, and with them those of {@code now} that brought no rows. */
    Partitions grown(Partitions now) {
        Map<Long, Partition> made = new HashMap<>(now.all());
        made.keySet().removeAll(now.attachedSince(this));
        return with(new Partitions(made));
    }

    /** Returns these and others. */
    Partitions with(Partitions others) {
        Map<Long, Partition> both = new HashMap<>(all);
        both.putAll(others.all());
        return new Partitions(both);
    }
}
