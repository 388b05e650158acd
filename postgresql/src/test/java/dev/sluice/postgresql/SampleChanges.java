package dev.sluice.postgresql;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ChangedTable.Identity;
import dev.sluice.job.TableName;
import dev.sluice.postgresql.AppliedTable.Trait;
import dev.sluice.row.ColumnType;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Changes of a table with the columns id, n and large, of which id is the key, written as words: {@code I 1 a x} inserts,
 * {@code U 1 b ~} updates (with ~ for a value that was not sent, and null), {@code U 1 > 2 b ~} changes the key,
 * {@code D 1} deletes. A value is in binary form with # in front. Of a table that tells whole old rows, those have all their fields: {@code U 1 a x > 1 b x}.
 */
final class SampleChanges {
    private static final Pattern SEPARATOR = Pattern.compile("; ");
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final ColumnType INT = new ColumnType(23, "integer");
    private static final ColumnType TEXT = new ColumnType(25, "text");

    static final ChangedTable SOURCE = new ChangedTable(
            1,
            new TableName("public", "t"),
            Identity.DEFAULT,
            List.of(
                    new ChangedColumn("id", INT, true),
                    new ChangedColumn("n", TEXT, false),
                    new ChangedColumn("large", TEXT, false)));

    private final ChangeBatch batch = new ChangeBatch(64);
    private final TableChanges changes;

    SampleChanges(Trait... traits) {
        List<RelationColumn> columns = SOURCE.columns().stream()
                .map(column -> new RelationColumn(column.name(), column.type(), column.identifying(), false))
                .toList();
        Relation relation = new Relation(1, "public", "t", RelationKind.TABLE, 0, columns);
        List<AppliedColumn> applied = columns.stream()
                .map(column -> new AppliedColumn(column, column.type(), false))
                .toList();
        this.changes = new TableChanges(
                new AppliedTable(
                        relation, applied, List.of(0), Set.of(), Set.of(traits), AppliedRules.NONE, ZoneOffset.UTC),
                batch);
    }

    /** Adds changes that are separated by semicolons. */
    SampleChanges add(String written) {
        SEPARATOR
                .splitAsStream(written)
                .forEach(change -> addOne(SPACE.splitAsStream(change).toList()));
        return this;
    }

    private void addOne(List<String> words) {
        int arrow = words.indexOf(">");
        List<String> before = arrow < 0 ? List.of() : words.subList(1, arrow);
        List<String> after = words.subList(Math.max(arrow, 0) + 1, words.size());
        ByteArrayOutputStream tuples = new ByteArrayOutputStream();
        ChangeKind kind = switch (words.get(0)) {
            case "I" -> ChangeKind.INSERT;
            case "U" -> ChangeKind.UPDATE;
            case "D" -> ChangeKind.DELETE;
            default -> throw new IllegalArgumentException("no change " + words);
        };
        if (kind == ChangeKind.DELETE) {
            old(tuples, after);
        } else {
            old(tuples, before);
            tuple(tuples, 'N', after);
        }
        batch.append(kind, SOURCE, tuples.toByteArray(), 0, tuples.size());
        changes.add(batch.changes() - 1);
    }

    private static void old(ByteArrayOutputStream tuples, List<String> fields) {
        if (fields.size() == 1) {
            tuple(tuples, 'K', List.of(fields.get(0), "null", "null"));
        } else if (!fields.isEmpty()) {
            tuple(tuples, 'O', fields);
        }
    }

    private static void tuple(ByteArrayOutputStream tuples, char letter, List<String> fields) {
        try {
            DataOutputStream out = new DataOutputStream(tuples);
            out.writeByte(letter);
            out.writeShort(fields.size());
            for (int i = 0; i < fields.size(); i++) {
                field(out, fields.get(i), SOURCE.columns().get(i).type());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void field(DataOutputStream out, String field, ColumnType type) throws IOException {
        if (field.equals("null")) {
            out.writeByte('n');
        } else if (field.equals("~")) {
            out.writeByte('u');
        } else if (field.startsWith("#")) {
            value(out, 'b', binary(field.substring(1), type));
        } else {
            value(out, 't', field.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] binary(String text, ColumnType type) {
        return type.equals(INT)
                ? ByteBuffer.allocate(Integer.BYTES)
                        .putInt(Integer.parseInt(text))
                        .array()
                : text.getBytes(StandardCharsets.UTF_8);
    }

    private static void value(DataOutputStream out, char form, byte[] bytes) throws IOException {
        out.writeByte(form);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Returns the batch that holds the changes. */
    ChangeBatch batch() {
        return batch;
    }

    TableChanges changes() {
        return changes;
    }
}
