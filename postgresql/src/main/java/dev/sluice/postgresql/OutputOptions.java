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

/**
 * What the output plug-in is asked to do: as much as the server's version knows. See the PostgreSQL documentation, chapter
 * "Logical Streaming Replication Parameters".
 *
 * @param binary whether values come in the binary form of their types
 * @param all by name, as START_REPLICATION takes them
 */
record OutputOptions(boolean binary, Map<String, String> all) {
    OutputOptions {
        all = Map.copyOf(all);
    }

    /** Chooses for a publication; {@code session} is asked for the types of its tables. */
    static OutputOptions of(PgSession session, String publication, FollowSettings settings) {
        int version = session.majorVersion();
        boolean binary =
                version >= 14 && settings.transfer() == Transfer.AUTO && allPortable(types(session, publication));
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
        if (version >= 16 && settings.origins() == Origins.NONE) {
            all.put("origin", "none");
        }
        return new OutputOptions(binary, all);
    }

    private static int protocol(int version) {
        return Math.max(1, Math.min(version - 12, 4));
    }

    private static List<ColumnType> types(PgSession session, String publication) {
        return session.query("""
                SELECT DISTINCT a.atttypid::int8
                  FROM pg_publication_tables p
                  JOIN pg_namespace n ON n.nspname = p.schemaname
                  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                 WHERE p.pubname = ?""", row -> new ColumnType((int) row.getLong(1), ""), publication);
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
