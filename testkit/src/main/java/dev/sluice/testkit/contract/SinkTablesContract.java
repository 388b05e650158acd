package dev.sluice.testkit.contract;

import static dev.sluice.testkit.contract.ChangeSinkFixture.A;
import static dev.sluice.testkit.contract.ChangeSinkFixture.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.Lsn;
import dev.sluice.connector.ChangeSink;
import dev.sluice.connector.ChangeSink.TableRename;
import dev.sluice.job.SourceTable;
import dev.sluice.testkit.contract.ChangeSinkFixture.Ability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is done to tables as a whole is done to their rows at the destination. Where that has no tables, what it has stays, and
 * none is ever missing.
 */
@Timeout(60)
public abstract class SinkTablesContract {
    private static final Lsn FIRST = new Lsn(0x200);
    private static final Lsn SECOND = new Lsn(0x300);

    private final ChangeSinkFixture fixture;

    /** Makes the suite for one destination. */
    protected SinkTablesContract(ChangeSinkFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void aTableIsMissingUntilItIsMade() throws Exception {
        try (ChangeSink sink = fixture.sink()) {
            sink.prepare(PreparedChangeSink.TABLES);
            assertThat(sink.missing(PreparedChangeSink.TABLES)).isEqualTo(ifTables(List.of(A, B)));

            sink.create(A, Changes.definition(A, "made"));
            assertThat(sink.missing(PreparedChangeSink.TABLES)).isEqualTo(ifTables(List.of(B)));

            sink.create(B, Changes.definition(B, "made"));
            assertThat(sink.missing(PreparedChangeSink.TABLES)).isEmpty();
        }
        Rows.assertSame(fixture.stored(A), List.of());
        Rows.assertSame(fixture.stored(B), List.of());
    }

    private List<SourceTable> ifTables(List<SourceTable> tables) {
        return fixture.can(Ability.TABLES) ? tables : List.of();
    }

    @Test
    void rowsOfACopyThatDidNotEndGo() throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.sink().copying(A.name(), Changes.definition(A, "made"));
            prepared.copy(A, Rows.numbered(0, 100));
            assertStored(A, Rows.numbered(0, 100));

            prepared.sink().copying(A.name(), Changes.definition(A, "made"));
            if (fixture.can(Ability.TABLES)) {
                assertStored(A, List.of());
            }

            prepared.copy(A, Rows.numbered(0, 200));
            prepared.sink().copied(A.name(), FIRST, Changes.definition(A, "made"));
            prepared.commit(Changes.numbered(A, 200, 210), SECOND);
        }
        assertStored(A, Rows.numbered(0, 210));
    }

    @Test
    void whatWasMadeForACopyGoesWithIt() throws Exception {
        try (ChangeSink sink = fixture.sink()) {
            sink.prepare(PreparedChangeSink.TABLES);
            sink.copying(A.name(), Changes.definition(A, "made"));
            assertThat(sink.missing(PreparedChangeSink.TABLES)).isEqualTo(ifTables(List.of(B)));

            assertThat(sink.abandon(A.name())).isEmpty();
            assertThat(sink.missing(PreparedChangeSink.TABLES)).isEqualTo(ifTables(List.of(A, B)));
        }
    }

    @Test
    void whatHasRowsStaysWhenItsCopyIsAbandoned() throws Exception {
        try (PreparedChangeSink prepared = new PreparedChangeSink(fixture)) {
            prepared.sink().copying(A.name(), Changes.definition(A, "made"));
            prepared.copy(A, Rows.numbered(0, 3));

            assertThat(prepared.sink().abandon(A.name()).isPresent()).isEqualTo(fixture.can(Ability.TABLES));
            assertThat(prepared.sink().missing(PreparedChangeSink.TABLES)).isEmpty();
        }
        assertStored(A, Rows.numbered(0, 3));
    }

    @Test
    void emptyingATableTakesItsRows() throws Exception {
        try (PreparedChangeSink prepared = filled()) {
            prepared.sink().empty(A.name());

            assertStored(A, fixture.can(Ability.TABLES) ? List.of() : Rows.numbered(0, 3));
            assertStored(B, Rows.numbered(3, 6));
            prepared.commit(Changes.numbered(A, 0, 5), SECOND);
        }
        assertStored(A, Rows.numbered(0, 5));
    }

    @Test
    void leavingATableKeepsItsRows() throws Exception {
        try (PreparedChangeSink prepared = filled()) {
            prepared.sink().leave(A.name());
        }
        assertStored(A, Rows.numbered(0, 3));
        assertStored(B, Rows.numbered(3, 6));
    }

    @Test
    void aTableThatWasDroppedCanBeMadeAgain() throws Exception {
        try (PreparedChangeSink prepared = filled()) {
            prepared.sink().drop(A.name());

            assertThat(prepared.sink().missing(PreparedChangeSink.TABLES)).isEqualTo(ifTables(List.of(A)));
            assertStored(B, Rows.numbered(3, 6));

            prepared.sink().create(A, Changes.definition(A, "made again"));
            prepared.commit(Changes.numbered(A, 0, 5), SECOND);
        }
        assertStored(A, Rows.numbered(0, 5));
    }

    @Test
    void rowsGoWithNamesThatAreExchanged() throws Exception {
        boolean tables = fixture.can(Ability.TABLES);
        List<List<@Nullable String>> a = new ArrayList<>(tables ? Rows.numbered(3, 6) : Rows.numbered(0, 3));
        List<List<@Nullable String>> b = new ArrayList<>(tables ? Rows.numbered(0, 3) : Rows.numbered(3, 6));
        try (PreparedChangeSink prepared = filled()) {
            prepared.sink().rename(List.of(new TableRename(A.name(), B), new TableRename(B.name(), A)));

            assertThat(prepared.sink().missing(PreparedChangeSink.TABLES)).isEmpty();
            assertStored(A, a);
            assertStored(B, b);

            prepared.sink().apply(Changes.numbered(A, 10, 12));
            prepared.commit(Changes.numbered(B, 20, 22), SECOND);
        }
        a.addAll(Rows.numbered(10, 12));
        b.addAll(Rows.numbered(20, 22));
        assertStored(A, a);
        assertStored(B, b);
    }

    /** Returns a sink that has brought rows 0 to 2 to A and 3 to 5 to B. */
    private PreparedChangeSink filled() {
        PreparedChangeSink prepared = new PreparedChangeSink(fixture);
        for (SourceTable table : PreparedChangeSink.TABLES) {
            prepared.sink().copied(table.name(), FIRST, Changes.definition(table, "made"));
        }
        prepared.sink().apply(Changes.numbered(A, 0, 3));
        prepared.commit(Changes.numbered(B, 3, 6), FIRST);
        return prepared;
    }

    private void assertStored(SourceTable table, List<List<@Nullable String>> rows) throws Exception {
        Rows.assertSame(fixture.stored(table), rows);
    }
}
