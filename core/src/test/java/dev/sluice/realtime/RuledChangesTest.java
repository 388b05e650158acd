package dev.sluice.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.change.ChangeBatch;
import dev.sluice.change.ChangeCursor;
import dev.sluice.change.ChangeKind;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ExtraColumn;
import dev.sluice.change.Lsn;
import dev.sluice.change.Tuple;
import dev.sluice.job.RealtimeJob;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import dev.sluice.row.ColumnType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RuledChangesTest {
    private static final SourceTable TABLE = new SourceTable("source", "db", new TableName("public", "t"));
    private static final ChangedTable CHANGED = new ChangedTable(
            1,
            TABLE.name(),
            ChangedTable.Identity.DEFAULT,
            List.of(new ChangedTable.ChangedColumn("v", new ColumnType(25, "text"), true)));

    private static final RealtimeJob MARKED = ruled("{\"dmlType\": \"Delete\", \"dmlAction\": \"LogicalDelete\"}");

    private static ChangeBatch batch() {
        ChangeBatch batch = new ChangeBatch(10);
        batch.begin(new ChangeBatch.Transaction(new Lsn(1), Instant.EPOCH));
        row(batch, ChangeKind.INSERT, "N");
        row(batch, ChangeKind.UPDATE, "N");
        batch.begin(new ChangeBatch.Transaction(new Lsn(2), Instant.EPOCH));
        row(batch, ChangeKind.DELETE, "K");
        batch.append(new ChangeBatch.Truncation(List.of(CHANGED), false, Optional.empty()));
        row(batch, ChangeKind.INSERT, "N");
        return batch;
    }

    /** Appends a change whose only value is its own number. */
    private static void row(ChangeBatch batch, ChangeKind kind, String letter) {
        String message = letter + "\0\1t\0\0\0\1" + batch.changes();
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        batch.append(kind, CHANGED, bytes, 0, bytes.length);
    }

    private static RuledChanges ignoring(String policies) {
        return new RuledChanges(ruled(policies), TABLE.database(), table -> List.of());
    }

    private static RealtimeJob ruled(String policies) {
        return Jobs.of("DatabaseRealtimeMigration", "RealtimeIncremental", """
                , "TransformationRules": [{"RuleName": "r", "RuleActionType": "HandleDml", "RuleTargetType": "Table"}]}],
                  "TransformationRules": [{"RuleName": "r", "RuleActionType": "HandleDml", "RuleTargetType": "Table",
                      "RuleExpression": {"dmlPolicies": [%s]}}]""".formatted(policies));
    }

    private static String policy(String type) {
        return "{\"dmlType\": \"" + type + "\", \"dmlAction\": \"Ignore\"}";
    }

    private static List<String> described(ChangeBatch batch) {
        List<String> changes = new ArrayList<>();
        ChangeCursor cursor = new ChangeCursor();
        for (int i = 0; i < batch.changes(); i++) {
            String value = "";
            if (batch.kind(i).isOfRow()) {
                cursor.moveTo(batch, i);
                value = (cursor.after().size() == 0 ? cursor.before() : cursor.after()).text(0);
            }
            changes.add(batch.kind(i) + value + "@"
                    + batch.transaction(i).orElseThrow().position().value());
        }
        return changes;
    }

    @ParameterizedTest
    @CsvSource({
        "Insert, UPDATE1@1 DELETE2@2 TRUNCATE@2",
        "Update, INSERT0@1 DELETE2@2 TRUNCATE@2 INSERT4@2",
        "Delete, INSERT0@1 UPDATE1@1 TRUNCATE@2 INSERT4@2"
    })
    void leavesOutChangesOfOneKind(String type, String left) {
        RuledChanges ignored = ignoring(policy(type));

        for (int use = 0; use < 2; use++) {
            assertThat(described(ignored.of(batch()))).containsExactly(left.split(" "));
        }
    }

    @Test
    void leavesOutSeveralKinds() {
        RuledChanges ignored = ignoring(policy("Update") + "," + policy("Delete"));

        assertThat(described(ignored.of(batch()))).containsExactly("INSERT0@1", "TRUNCATE@2", "INSERT4@2");
    }

    @Test
    void handsABatchOnAsItIsWhereNothingIsIgnored() {
        ChangeBatch batch = batch();

        assertThat(new RuledChanges(Jobs.fullAndRealtime(), TABLE.database(), table -> List.of()).of(batch))
                .isSameAs(batch);
    }

    private static final List<ExtraColumn> EXTRAS = List.of(
            new ExtraColumn("c", new ExtraColumn.Fixed("é")),
            new ExtraColumn("at", new ExtraColumn.Moment()),
            new ExtraColumn("gone", new ExtraColumn.Deleted()));

    private static String described(Tuple tuple, ChangedTable table) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < tuple.size(); i++) {
            fields.add(tuple.isUnchanged(i) ? "~" : tuple.isNull(i) ? "null" : tuple.text(i));
        }
        assertThat(tuple.size()).isIn(0, table.columns().size());
        return fields.isEmpty() ? "" : fields.toString();
    }

    @Test
    void givesChangesFurtherColumns() {
        RuledChanges ruled = new RuledChanges(MARKED, TABLE.database(), table -> EXTRAS);
        ChangeBatch batch = ruled.of(batch());
        ChangeCursor cursor = new ChangeCursor();
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < batch.changes(); i++) {
            if (batch.kind(i).isOfRow()) {
                cursor.moveTo(batch, i);
                ChangedTable table = batch.table(i);
                changes.add(batch.kind(i) + described(cursor.before(), table) + ">" + described(cursor.after(), table));
            }
        }

        assertThat(changes)
                .containsExactly(
                        "INSERT>[0, é, 0, f]",
                        "UPDATE>[1, é, 0, f]",
                        "UPDATE[2, ~, ~, ~]>[2, é, 0, t]",
                        "INSERT>[4, é, 0, f]");
        assertThat(batch.table(0).columns())
                .extracting(ChangedTable.ChangedColumn::name)
                .containsExactly("v", "c", "at", "gone");
        assertThat(batch.truncation(3).tables()).containsExactly(batch.table(0));
        assertThat(batch.transaction(2)).isEqualTo(batch().transaction(2));
    }

    @Test
    void leavesAColumnOfTheSourceOutThatHasTheNameOfAFurtherOne() {
        RuledChanges ruled = new RuledChanges(
                MARKED, TABLE.database(), table -> List.of(new ExtraColumn("v", new ExtraColumn.Fixed("fixed"))));
        ChangeBatch batch = ruled.of(batch());
        ChangeCursor cursor = new ChangeCursor();

        cursor.moveTo(batch, 0);
        assertThat(batch.table(0).columns()).hasSize(1);
        assertThat(described(cursor.after(), batch.table(0))).isEqualTo("[fixed]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"N\0\2t\0\0\0\0011", "N\0\1t\0\0\0\0021", "N\0\1t\0", "N\0\1", "N"})
    void refusesWhatIsMalformed(String message) {
        ChangeBatch batch = new ChangeBatch(10);
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        batch.append(ChangeKind.INSERT, CHANGED, bytes, 0, bytes.length);

        assertThatThrownBy(() -> new RuledChanges(MARKED, TABLE.database(), table -> EXTRAS).of(batch))
                .hasMessageContaining("malformed at byte");
    }
}
