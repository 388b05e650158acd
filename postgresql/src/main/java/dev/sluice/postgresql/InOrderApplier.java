package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeBatch.Truncation;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.Tuple;
import dev.sluice.row.PgTypes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Applies changes one after the other, as the source made them. Consecutive changes of one form go to the server together.
 * Used by one thread.
 */
final class InOrderApplier implements AutoCloseable {
    private static final int MOST_TOGETHER = 1000;

    private final PgSession session;
    private final AppliedTables tables;
    private final ChangeCursor cursor = new ChangeCursor();
    private final Map<RowStatement, PreparedStatement> prepared = new HashMap<>();
    private @Nullable PreparedStatement open;
    private int together;

    InOrderApplier(PgSession session, AppliedTables tables) {
        this.session = session;
        this.tables = tables;
    }

    void apply(ChangeBatch batch) throws SQLException {
        for (int i = 0; i < batch.changes(); i++) {
            if (batch.kind(i) == ChangeKind.TRUNCATE) {
                send();
                truncate(batch.truncation(i));
            } else {
                applyRow(batch, i);
            }
        }
        send();
    }

    private void truncate(Truncation truncation) throws SQLException {
        String emptied = truncation.tables().stream()
                .map(table -> tables.of(table).relation().quoted())
                .collect(Collectors.joining(", "));
        session.execute(
                truncation.part().isPresent()
                        ? "DELETE FROM " + emptied + " WHERE "
                                + truncation.part().get()
                        : "TRUNCATE " + emptied + (truncation.restartIdentity() ? " RESTART IDENTITY" : ""));
    }

    private void applyRow(ChangeBatch batch, int index) throws SQLException {
        cursor.moveTo(batch, index);
        ChangedTable source = batch.table(index);
        AppliedTable table = tables.of(source);
        ChangeKind kind = batch.kind(index);
        Tuple old = cursor.before().size() == 0 ? cursor.after() : cursor.before();
        List<Integer> written = kind == ChangeKind.DELETE ? List.of() : written(cursor.after());
        List<Integer> keys = kind == ChangeKind.INSERT ? List.of() : table.keys();
        if (kind == ChangeKind.UPDATE && written.isEmpty()) {
            return;
        }
        PreparedStatement statement = statement(new RowStatement(kind, table, written, nulls(keys, old, table)));
        int parameter = 1;
        for (int field : written) {
            set(statement, parameter++, source, cursor.after(), field);
        }
        for (int field : keys) {
            if (!old.isNull(field)) {
                set(statement, parameter++, source, old, field);
            }
        }
        statement.addBatch();
        if (++together == MOST_TOGETHER) {
            send();
        }
    }

    /** What PostgreSQL did not send has not changed. */
    private static List<Integer> written(Tuple after) {
        return IntStream.range(0, after.size())
                .filter(field -> !after.isUnchanged(field))
                .boxed()
                .toList();
    }

    /** In a key without NULL there are none; where the whole row is the key, they are found by IS NULL. */
    private static List<Integer> nulls(List<Integer> keys, Tuple old, AppliedTable table) {
        return table.unique() ? List.of() : keys.stream().filter(old::isNull).toList();
    }

    private PreparedStatement statement(RowStatement form) throws SQLException {
        PreparedStatement statement = prepared.get(form);
        if (statement == null) {
            statement = session.prepare(form.sql());
            prepared.put(form, statement);
        }
        if (open != statement) {
            send();
            open = statement;
        }
        return statement;
    }

    private static void set(PreparedStatement statement, int parameter, ChangedTable source, Tuple tuple, int field)
            throws SQLException {
        statement.setObject(parameter, text(source, tuple, field), Types.OTHER);
    }

    private static @Nullable String text(ChangedTable source, Tuple tuple, int field) {
        if (tuple.isNull(field) || !tuple.isBinary(field)) {
            return tuple.text(field);
        }
        return PgTypes.find(source.columns().get(field).type().oid())
                .orElseThrow(() -> new IllegalStateException("A value came in a binary form that is not known"))
                .text(tuple.bytes(), tuple.offset(field), tuple.length(field));
    }

    private void send() throws SQLException {
        PreparedStatement waiting = open;
        if (waiting != null && together > 0) {
            waiting.executeBatch();
        }
        together = 0;
        open = null;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
    }
}
