package dev.sluice.testkit.contract;

import dev.sluice.connector.ChangeSink;
import dev.sluice.job.SourceTable;
import dev.sluice.job.TableName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The destination that the contracts of change sinks write to: without rows and without any progress when a test begins. The
 * contracts close the sinks, and make the tables that are missing.
 */
public interface ChangeSinkFixture {
    /** A table of the source with the columns of {@link WriterFixture#SCHEMA}, the first of which is its key. */
    SourceTable A = table("a");

    /** Another one. */
    SourceTable B = table("b");

    /** A name that no table has when a test begins. */
    SourceTable C = table("c");

    /** What a destination may be unable to do. */
    enum Ability {
        /** Changes are seen when they are committed; otherwise as soon as they are applied. */
        ATOMIC_COMMIT,
        /** What was applied can be rolled back before its commit. */
        ROLLBACK,
        /** It keeps the progress of jobs. */
        PROGRESS,
        /** It keeps how the source defines the tables. */
        DEFINITIONS,
        /** It lets only one sink at a time prepare a job. */
        LOCK,
        /** It has tables: their rows can be missed, and they can be made, emptied, dropped and get other names. */
        TABLES
    }

    private static SourceTable table(String name) {
        return new SourceTable("source", "shop", new TableName("public", name));
    }

    /** Binds one more sink of the job to the destination. */
    ChangeSink sink();

    /** Binds a sink of another job to the destination. */
    ChangeSink sinkOfAnotherJob();

    /** Returns the rows that others see in the table that takes those of {@code table}, values in PostgreSQL's text form. */
    List<List<@Nullable String>> stored(SourceTable table) throws Exception;

    /** Makes whatever sinks that are open do at the destination from now on fail. */
    void breakDestination() throws Exception;

    /** Returns what a sink says when it is to commit at a broken destination. */
    Refusal broken();

    /** Waits until who applies changes has begun and is where he is to be cancelled. */
    default void awaitUnderWay() throws Exception {}

    /** Checks that the destination knows of nobody any more who writes to it; may wait until it has seen them go. */
    void assertNothingOpen() throws Exception;

    /** Returns what the destination cannot do. */
    Set<Ability> lacking();

    /** Returns whether the destination can do something. */
    default boolean can(Ability ability) {
        return !lacking().contains(ability);
    }
}
