package dev.sluice.postgresql;

import static dev.sluice.postgresql.OutputMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.SyncException;
import dev.sluice.change.ChangedTable;
import dev.sluice.change.ChangedTable.ChangedColumn;
import dev.sluice.change.ChangedTable.Identity;
import dev.sluice.job.TableName;
import dev.sluice.row.ColumnType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProjectionTest {
    private static final ColumnType TEXT = new ColumnType(25, "text");
    private static final ChangedTable TABLE = new ChangedTable(
            1,
            new TableName("s", "t"),
            Identity.FULL,
            List.of(
                    new ChangedColumn("a", TEXT, true),
                    new ChangedColumn("b", TEXT, true),
                    new ChangedColumn("c", TEXT, true)));

    private static byte[] project(Projection projection, byte[] tuples) {
        projection.project(tuples, 0, tuples.length);
        return Arrays.copyOf(projection.bytes(), projection.length());
    }

    @Test
    void leavesOutAndRenames() {
        Projection projection = new Projection(TABLE, List.of(Optional.of("a"), Optional.empty(), Optional.of("z")));

        assertThat(projection.table().columns()).extracting(ChangedColumn::name).containsExactly("a", "z");
        assertThat(project(
                        projection,
                        message('O')
                                .i16(3)
                                .i8('t')
                                .i32(1)
                                .i8('1')
                                .i8('u')
                                .i8('n')
                                .tuple('N', "x", "y", "zz")
                                .bytes()))
                .isEqualTo(message('O')
                        .i16(2)
                        .i8('t')
                        .i32(1)
                        .i8('1')
                        .i8('n')
                        .tuple('N', "x", "zz")
                        .bytes());
    }

    @Test
    void keepsWhatIsOnlyRenamed() {
        Projection projection = new Projection(TABLE, List.of(Optional.of("x"), Optional.of("b"), Optional.of("c")));

        assertThat(projection.keepsAll()).isTrue();
        assertThat(projection.table()).isNotEqualTo(TABLE);
    }

    @Test
    void saysWhereATupleIsMalformed() {
        Projection projection = new Projection(TABLE, List.of(Optional.of("a"), Optional.empty(), Optional.of("c")));

        assertThatThrownBy(() ->
                        project(projection, message('N').i16(2).i8('n').i8('n').bytes()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("a tuple has 2 fields, and its table 3");
        assertThatThrownBy(() ->
                        project(projection, message('N').i16(3).i8('t').i32(99).bytes()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("too early");
    }
}
