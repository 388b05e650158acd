package dev.sluice.testkit.contract;

import dev.sluice.connector.Writer;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The destination that writer contracts write to. The contracts close the writers. */
public interface WriterFixture {
    /** The columns of the rows that are written: a number, which a destination may refuse when negative, and a text. */
    RowSchema SCHEMA = new RowSchema(
            List.of(new Column("id", new ColumnType(20, "bigint")), new Column("v", new ColumnType(25, "text"))));

    /** When others see rows. */
    enum Visibility {
        /** When they are committed. */
        COMMITTED,
        /** When they are written: they cannot be taken back. */
        WRITTEN
    }

    /** Which rows the destination refuses. */
    enum Refusing {
        /** Those with a negative number. */
        NEGATIVE,
        /** None. */
        NOTHING
    }

    /** Makes the destination anew, without rows, and binds a writer to it. */
    Writer writer() throws Exception;

    /** Returns the rows that others see in the destination, values in PostgreSQL's text form. */
    List<List<@Nullable String>> stored() throws Exception;

    /** Makes whatever the writer does at the destination from now on fail. */
    void breakDestination() throws Exception;

    /** Returns what the writer says at a broken destination. */
    Refusal broken();

    /** Waits until who writes has begun and is where he is to be cancelled. */
    default void awaitUnderWay() throws Exception {}

    /** Checks that the destination knows of nobody any more who writes to it; may wait until it has seen them go. */
    void assertNothingOpen() throws Exception;

    /** Returns when others see rows. */
    Visibility visibility();

    /** Returns which rows the destination refuses. */
    Refusing refusing();

    /** Returns the forms that the writer does not take, and what it says when it is given one. */
    Map<RowFormat, Refusal> refusedForms();
}
