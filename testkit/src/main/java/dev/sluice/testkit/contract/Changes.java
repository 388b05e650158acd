package dev.sluice.testkit.contract;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ColumnDefinition;
import dev.sluice.change.DeclaredType;
import dev.sluice.change.Lsn;
import dev.sluice.change.Redefinition;
import dev.sluice.change.TableDefinition;
import dev.sluice.job.SourceTable;
import dev.sluice.row.Column;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Changes of one transaction of the tables that {@link ChangeSinkFixture} names, as a source tells of them. */
final class Changes {

    private final ChangeBatch batch = new ChangeBatch(64);

    Changes() {
        batch.begin(new ChangeBatch.Transaction(new Lsn(1), Instant.EPOCH));
    }

    /** Returns inserts of as many rows as {@link Rows#numbered} gives. */
    static ChangeBatch numbered(SourceTable table, int from, int to) {
        Changes changes = new Changes();
        IntStream.range(from, to).forEach(i -> changes.insert(table, i, "row " + i));
        return changes.batch();
    }

    /** Returns how the source defines a table, with {@code text} as its own words for that. */
    static TableDefinition definition(SourceTable table, String text) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (Column column : WriterFixture.SCHEMA.columns()) {
            DeclaredType type =
                    new DeclaredType(column.type().name(), column.type().oid(), -1);
            columns.add(new ColumnDefinition(
                    columns.size() + 1, column.name(), type, columns.isEmpty(), new ColumnDefinition.Nothing()));
        }
        List<String> key = List.of(columns.get(0).name());
        return new TableDefinition(
                oid(table), table.name(), columns, new TableDefinition.Keys(key, List.of()), "", text);
    }

    private static long oid(SourceTable table) {
        return table.name().table().hashCode();
    }

    Changes insert(SourceTable table, long id, String text) {
        return append(ChangeKind.INSERT, table, tuple('N', id, text));
    }

    /** Gives the row {@code id} another text. */
    Changes update(SourceTable table, long id, String text) {
        return append(ChangeKind.UPDATE, table, tuple('N', id, text));
    }

    Changes delete(SourceTable table, long id) {
        return append(ChangeKind.DELETE, table, tuple('K', id, null));
    }

    Changes redefine(Redefinition redefinition) {
        batch.append(redefinition);
        return this;
    }

    ChangeBatch batch() {
        return batch;
    }

    private Changes append(ChangeKind kind, SourceTable table, byte[] tuple) {
        batch.append(kind, changed(table), tuple, 0, tuple.length);
        return this;
    }

    private static ChangedTable changed(SourceTable table) {
        List<ChangedColumn> columns = WriterFixture.SCHEMA.columns().stream()
                .map(column -> new ChangedColumn(
                        column.name(), column.type(), column.name().equals("id")))
                .toList();
        return new ChangedTable(oid(table), table.name(), ChangedTable.Identity.DEFAULT, columns);
    }

    private static byte[] tuple(char letter, long id, @Nullable String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(letter);
            out.writeShort(2);
            field(out, Long.toString(id));
            field(out, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void field(DataOutputStream out, @Nullable String value) throws IOException {
        if (value == null) {
            out.writeByte('n');
            return;
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        out.writeByte('t');
        out.writeInt(text.length);
        out.write(text);
    }
}
