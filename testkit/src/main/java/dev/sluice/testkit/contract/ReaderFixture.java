package dev.sluice.testkit.contract;

import dev.sluice.connector.Reader;
import dev.sluice.row.RowFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sources that reader contracts read, each made anew. The contracts close the readers. */
public interface ReaderFixture {
    /** What a reader may be unable to do. */
    enum Ability {
        /** A field can be NULL. */
        NULLS,
        /** A source can be without rows. */
        NO_ROWS
    }

    /**
     * A source whose rows are known.
     *
     * @param readers binds one more reader to it
     * @param rows all its rows, values in PostgreSQL's text form, by the number of channels that it is divided for
     */
    record Sample(Supplier<Reader> readers, IntFunction<List<List<@Nullable String>>> rows) {}

    /** Makes a source of {@code rows} rows, all different where the source allows it. */
    Sample rows(int rows) throws Exception;

    /** Makes a source of one row of text columns. */
    Reader row(List<@Nullable String> values) throws Exception;

    /** Makes a source without rows. */
    Reader empty() throws Exception;

    /** Makes a source with more rows than anybody will read. */
    Reader unending() throws Exception;

    /** Waits until who reads the unending source, after its first rows, is where it is to be cancelled. */
    default void awaitUnderWay() throws Exception {}

    /** Checks that the source knows of nobody any more who reads from it; may wait until it has seen them go. */
    void assertNothingOpen() throws Exception;

    /** Returns what the reader cannot do, and what is said then by the method here that makes the source. */
    Map<Ability, Refusal> refusals();

    /** Returns the forms that the reader does not give, and what it says when it is asked for one. */
    Map<RowFormat, Refusal> refusedForms();
}
