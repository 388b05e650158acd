package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.connector.Writer;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.contract.Refusal;
import dev.sluice.testkit.contract.WriterFixture;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code t} of the destination database.
 *
 * @param change a statement that makes the table a special one
 * @param progress how far who writes gets
 */
record ContractDestination(TwoDatabases databases, String change, Progress progress) implements WriterFixture {
    @Override
    public Writer writer() throws SQLException {
        String notBeyond = progress == Progress.RUNS ? "" : " CHECK (id < 15 OR " + Gate.CONDITION + ")";
        databases
                .destination()
                .execute(
                        "DROP TABLE IF EXISTS t",
                        "CREATE TABLE t (id bigint CHECK (id >= 0)" + notBeyond + ", v text)",
                        change);
        return databases.job().to("t").writer();
    }

    @Override
    public List<List<@Nullable String>> stored() throws SQLException {
        return databases.destination().query("SELECT id, v FROM t");
    }

    @Override
    public void breakDestination() throws SQLException {
        databases.endSessionsOfDestination();
    }

    @Override
    public Refusal broken() {
        return new Refusal(ErrorCode.CONNECTION_LOST, "The destination stopped taking rows: ");
    }

    @Override
    public void awaitUnderWay() throws Exception {
        progress.await(databases.destination());
    }

    @Override
    public void assertNothingOpen() throws Exception {
        Progress.awaitNobody(databases.destination());
    }

    @Override
    public Visibility visibility() {
        return Visibility.COMMITTED;
    }

    @Override
    public Refusing refusing() {
        return Refusing.NEGATIVE;
    }

    @Override
    public Map<RowFormat, Refusal> refusedForms() {
        return Map.of();
    }
}
