package dev.sluice.postgresql;

import dev.sluice.row.BatchSize;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowBuilder;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Brings sets of rows into tables by COPY, in the bytes in which they came. Used by one thread. */
final class SetCopy {
    /** What is gathered before it goes to the driver. */
    private static final BatchSize GATHERED = new BatchSize(1 << 17, Integer.MAX_VALUE);

    private final PgSession session;
    private final ApplyScript script;
    private final RowImage row = new RowImage();
    private final RowBatch text = new RowBatch(RowFormat.TEXT, GATHERED);
    private final RowBatch binary = new RowBatch(RowFormat.BINARY, GATHERED);

    SetCopy(PgSession session, ApplyScript script) {
        this.session = session;
        this.script = script;
    }

    /** Brings the rows of {@code set} into {@code table}, behind everything that waits in the script. */
    void into(String table, RowSet set) throws SQLException {
        script.send();
        RowBatch batch = set.isBinary() ? binary : text;
        batch.clear();
        String columns = set.fields().stream()
                .map(field -> set.table().columns().get(field).quoted())
                .collect(Collectors.joining(", ", " (", ")"));
        CopyLoader loader = new CopyLoader(session, table + columns, table, batch.format());
        RowBuilder builder = new RowBuilder(set.fields().size());
        loader.begin();
        set.each(row, () -> {
            build(builder, batch, set);
            if (batch.isFull()) {
                send(loader, batch);
            }
        });
        send(loader, batch);
        loader.end();
    }

    private void build(RowBuilder builder, RowBatch batch, RowSet set) {
        builder.begin(batch);
        List<Integer> fields = set.fields();
        for (int i = 0; i < fields.size(); i++) {
            add(builder, set, fields.get(i));
        }
        builder.end();
    }

    private void add(RowBuilder builder, RowSet set, int field) {
        if (row.isNull(field)) {
            builder.addNull();
        } else if (row.isBinary(field) && !set.isBinary()) {
            builder.addText(Objects.requireNonNull(set.table().text(row, field)));
        } else {
            builder.addText(row.bytes(), row.offset(field), row.length(field));
        }
    }

    private static void send(CopyLoader loader, RowBatch batch) throws SQLException {
        if (batch.rows() > 0) {
            loader.send(batch, 0, batch.rows());
            batch.clear();
        }
    }
}
