package dev.sluice.postgresql;

import dev.sluice.ErrorCode;
import dev.sluice.connector.ChangeSink;
import dev.sluice.job.SourceTable;
import dev.sluice.testkit.contract.ChangeSinkFixture;
import dev.sluice.testkit.contract.Refusal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The destination database of real-time jobs.
 *
 * @param progress how far who applies changes gets
 */
record ContractChangeDestination(TwoDatabases databases, Progress progress) implements ChangeSinkFixture {
    @Override
    public ChangeSink sink() {
        return sink("contract");
    }

    @Override
    public ChangeSink sinkOfAnotherJob() {
        return sink("another");
    }

    private ChangeSink sink(String job) {
        RealtimeJobs jobs = new RealtimeJobs(
                TestEndpoint.of(databases.source()), TestEndpoint.of(databases.destination()), Path.of(""));
        return jobs.sink(RealtimeJobs.job(job, ".*"));
    }

    /** Makes the table A so that nobody gets further than the {@link Gate}. */
    void makeStandingStill() throws SQLException {
        databases
                .destination()
                .execute("CREATE TABLE a (id bigint PRIMARY KEY CHECK (id < 15 OR " + Gate.CONDITION + "), v text)");
    }

    @Override
    public List<List<@Nullable String>> stored(SourceTable table) throws SQLException {
        return databases.destination().query("SELECT id, v FROM " + Quoting.table(table.name()));
    }

    @Override
    public void breakDestination() throws SQLException {
        databases.endSessionsOfDestination();
    }

    @Override
    public Refusal broken() {
        return new Refusal(ErrorCode.CONNECTION_LOST, "terminating connection due to administrator command");
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
    public Set<Ability> lacking() {
        return EnumSet.noneOf(Ability.class);
    }
}
