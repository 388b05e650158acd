package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.job.FollowSettings;
import dev.sluice.job.FollowSettings.LargeTransactions;
import dev.sluice.job.FollowSettings.Origins;
import dev.sluice.job.FollowSettings.Transfer;
import dev.sluice.row.ColumnType;
import dev.sluice.row.PgTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the output plug-in is asked to do: as much as the server's version knows. See the PostgreSQL documentation, chapter
 * "Logical Streaming Replication Parameters".
 *
 * @param binary whether values come in the binary form of their types
 * @param all by name, as START_REPLICATION takes them
 * @param text remembers where binary form does not do
 */
record OutputOptions(boolean binary, Map<String, String> all, TextNeed text) {
    /** The first version that tells changes of its own users from those that came by replication. */
    static final int ORIGINS_SINCE = 16;

    OutputOptions {
        all = Map.copyOf(all);
    }

    /** Chooses for a publication; {@code session} is asked for the types of {@code tables}, those that are followed. */
    static OutputOptions of(
            PgSession session, String publication, Set<Long> tables, FollowSettings settings, TextNeed text) {
        int version = session.majorVersion();
        boolean binary = version >= 14
                && settings.transfer() == Transfer.AUTO
                && !text.isSeen()
                && allPortable(types(session, tables));
        Map<String, String> all = new HashMap<>();
        all.put("proto_version", String.valueOf(protocol(version)));
        all.put("publication_names", Quoting.identifier(publication));
        if (version >= 14) {
            all.put("messages", "true");
        }
        if (version >= 14 && settings.large() == LargeTransactions.HERE) {
            all.put("streaming", "on");
        }
        if (binary) {
            all.put("binary", "true");
        }
        if (version >= ORIGINS_SINCE && settings.origins() == Origins.NONE) {
            all.put("origin", "none");
        }
        return new OutputOptions(binary, all, text);
    }

    private static int protocol(int version) {
        return Math.max(1, Math.min(version - 12, 4));
    }

    /** Does not ask what is published: the server would lock those tables, and wait for whoever wants one for himself. */
    private static List<ColumnType> types(PgSession session, Set<Long> tables) {
        return session.query(
                """
                SELECT DISTINCT atttypid::int8 FROM pg_attribute
                 WHERE attrelid = ANY (CAST(? AS int8[])::oid[]) AND attnum > 0 AND NOT attisdropped""", row -> new ColumnType((int) row.getLong(1), ""), (Object) tables.toArray(Long[]::new));
    }

    /**
     * Fails where values come in binary form, and a type of somebody's own has come with a column.
     *
     * @throws SyncException with CONNECTION_LOST: the changes are to be read again
     */
    void requirePortable(ChangedTable table) {
        if (binary
                && !allPortable(
                        table.columns().stream().map(ChangedColumn::type).toList())) {
            text.see();
            throw new SyncException(
                    ErrorCode.CONNECTION_LOST,
                    "A column of " + table.name() + " has got a type that goes as text only",
                    "Nothing is to be done: the changes are read again, as text",
                    null);
        }
    }

    /**
     * The binary form of a type that some extension or user has made means nothing to another server, and that of money and
     * interval not the same to every one.
     */
    static boolean allPortable(List<ColumnType> types) {
        return types.stream()
                .allMatch(type -> PgTypes.portable(type) && !PgTypes.isMoney(type) && !PgTypes.isInterval(type));
    }
}
