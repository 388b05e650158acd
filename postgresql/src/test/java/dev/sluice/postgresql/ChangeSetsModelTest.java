package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.postgresql.AppliedTable.Trait;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Histories by chance, done by a map and by sets: both come to the same. */
final class ChangeSetsModelTest {
    private static final int HISTORIES = 2_000;
    private static final int KEYS = 8;
    private static final int CHANGES = 40;

    /** The rows of a table by key: the value that is always sent, and the one that is sent when it changes. */
    private record Row(String n, String large) {}

    private final Map<Integer, Row> rows = new HashMap<>();
    private SampleChanges changes = new SampleChanges();
    private Random random = new Random(0);

    @Test
    void comeToTheSameAsTheChangesOneByOne() throws Exception {
        int possible = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Map<Integer, Row> target = begin(seed);
            IntStream.range(0, CHANGES).forEach(i -> change());
            Optional<ChangeSets> sets = ChangeSets.of(changes.changes());
            if (sets.isPresent()) {
                possible++;
                apply(sets.get(), target);
                assertThat(target).as("seed %d", seed).isEqualTo(rows);
            }
        }
        assertThat(possible).isBetween(HISTORIES / 3, HISTORIES - 1);
    }

    private Map<Integer, Row> begin(int seed) {
        random = new Random(seed);
        changes = new SampleChanges(Trait.KEYED);
        rows.clear();
        IntStream.range(0, KEYS / 2).forEach(key -> rows.put(key, new Row("first", "large" + key)));
        return new HashMap<>(rows);
    }

    private void change() {
        int key = random.nextInt(KEYS);
        Row row = rows.get(key);
        if (row == null) {
            insert(key, new Row(value(), value()));
        } else if (random.nextInt(4) == 0) {
            rows.remove(key);
            changes.add("D " + key);
        } else {
            update(key, row);
        }
    }

    private String value() {
        return "v" + random.nextInt(1000);
    }

    private void insert(int key, Row row) {
        rows.put(key, row);
        changes.add("I " + key + " " + row.n() + " " + row.large());
    }

    private void update(int key, Row row) {
        boolean largeToo = random.nextInt(3) > 0;
        Row now = new Row(value(), largeToo ? value() : row.large());
        int other = random.nextInt(KEYS);
        boolean moves = random.nextInt(8) == 0 && !rows.containsKey(other);
        int newKey = moves ? other : key;
        rows.remove(key);
        rows.put(newKey, now);
        changes.add("U " + (moves ? key + " > " : "") + newKey + " " + now.n() + " " + (largeToo ? now.large() : "~"));
    }

    private static void apply(ChangeSets sets, Map<Integer, Row> target) throws SQLException {
        RowImage row = new RowImage();
        RowSet deletes = RowSet.deletes(sets);
        deletes.each(row, () -> assertThat(target.remove(key(sets, row))).isNotNull());
        for (ColumnSet columns : sets.columnSets()) {
            RowSet.updates(sets, columns).each(row, () -> update(sets, row, target));
        }
        RowSet.inserts(sets)
                .each(
                        row,
                        () -> assertThat(target.put(key(sets, row), new Row(text(sets, row, 1), text(sets, row, 2))))
                                .isNull());
    }

    private static void update(ChangeSets sets, RowImage row, Map<Integer, Row> target) {
        Row known = Objects.requireNonNull(target.get(key(sets, row)));
        target.put(
                key(sets, row),
                new Row(
                        row.isUnchanged(1) ? known.n() : text(sets, row, 1),
                        row.isUnchanged(2) ? known.large() : text(sets, row, 2)));
    }

    private static int key(ChangeSets sets, RowImage row) {
        return Integer.parseInt(text(sets, row, 0));
    }

    private static String text(ChangeSets sets, RowImage row, int field) {
        return Objects.requireNonNull(sets.table().text(row, field));
    }
}
