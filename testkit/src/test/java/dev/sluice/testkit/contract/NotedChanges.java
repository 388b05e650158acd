package dev.sluice.testkit.contract;

import dev.sluice.Time;
import dev.sluice.connector.ChangeSink;
import dev.sluice.job.JobIdentity;
import dev.sluice.job.SourceTable;
import dev.sluice.job.Workspace;
import dev.sluice.realtime.JobFolder;
import dev.sluice.realtime.NotingSink;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An output that changes are printed to by jobs whose progress is noted in a workspace. */
final class NotedChanges implements ChangeSinkFixture {
    private final PrintedChanges printed = new PrintedChanges();
    private final Supplier<Path> workspace;

    /** {@code workspace} is asked when a test has begun. */
    NotedChanges(Supplier<Path> workspace) {
        this.workspace = workspace;
    }

    @Override
    public ChangeSink sink() {
        return sink("printed");
    }

    @Override
    public ChangeSink sinkOfAnotherJob() {
        return sink("another");
    }

    private ChangeSink sink(String job) {
        JobFolder folder =
                JobFolder.of(Workspace.of(workspace.get(), Map.of()), new JobIdentity(job, job, Optional.empty()));
        return new NotingSink(printed.sink(), folder, Time.system());
    }

    @Override
    public List<List<@Nullable String>> stored(SourceTable table) {
        return printed.stored(table);
    }

    @Override
    public void breakDestination() {
        printed.breakDestination();
    }

    @Override
    public Refusal broken() {
        return printed.broken();
    }

    @Override
    public void assertNothingOpen() {
        printed.assertNothingOpen();
    }

    @Override
    public Set<Ability> lacking() {
        return EnumSet.complementOf(EnumSet.of(Ability.PROGRESS));
    }
}
