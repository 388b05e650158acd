package dev.sluice.postgresql;

import dev.sluice.connector.Reader;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.contract.ReaderFixture;
import dev.sluice.testkit.contract.Refusal;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code t} of the source database, and queries that do not end.
 *
 * @param way how the table is read; its first column is called {@code c0}
 * @param progress how far who reads an unending query gets
 */
record ContractSource(TwoDatabases databases, UnaryOperator<TestJob> way, Progress progress) implements ReaderFixture {
    @Override
    public Sample rows(int rows) throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE t (c0 bigint PRIMARY KEY, c1 text)",
                        "INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, " + rows + ") i",
                        "ANALYZE t");
        List<List<@Nullable String>> all = IntStream.rangeClosed(1, rows)
                .mapToObj(i -> List.<@Nullable String>of(Integer.toString(i), "row " + i))
                .toList();
        return new Sample(this::table, channels -> all);
    }

    @Override
    public Reader row(List<@Nullable String> values) throws SQLException {
        String columns = IntStream.range(0, values.size())
                .mapToObj(i -> "c" + i + " text")
                .collect(Collectors.joining(", "));
        String places = String.join(", ", Collections.nCopies(values.size(), "?"));
        databases.source().execute("CREATE TABLE t (" + columns + ")");
        databases.source().query("INSERT INTO t VALUES (" + places + ") RETURNING 1", values.toArray());
        return table();
    }

    @Override
    public Reader empty() throws SQLException {
        databases.source().execute("CREATE TABLE t (c0 int)");
        return table();
    }

    private Reader table() {
        return way.apply(databases.job()).reader();
    }

    @Override
    public Reader unending() {
        String query = switch (progress) {
            case RUNS -> "SELECT generate_series(1, 1000000000000), 'x'";
            case STANDS_STILL ->
                "SELECT i, repeat('x', 1000) FROM generate_series(1, 4000) i WHERE i <> 3000 OR " + Gate.CONDITION;
        };
        return databases.job().queries(query).reader();
    }

    @Override
    public void awaitUnderWay() throws Exception {
        progress.await(databases.source());
    }

    @Override
    public void assertNothingOpen() throws Exception {
        Progress.awaitNobody(databases.source());
    }

    @Override
    public Map<Ability, Refusal> refusals() {
        return Map.of();
    }

    @Override
    public Map<RowFormat, Refusal> refusedForms() {
        return Map.of();
    }
}
