package dev.sluice.testkit.contract;

import dev.sluice.connector.ChangeSource;
import dev.sluice.job.TableName;

/** The source whose streams the contracts read. The contracts close its sources, and let it forget the job. */
public interface ChangeStreamFixture {
    /** A table with a number as its key, and a text. */
    TableName A = new TableName("public", "a");

    /** Another one. */
    TableName B = new TableName("public", "b");

    /** A transaction of some program at the source; closing it rolls back what was not committed. */
    interface Transaction extends AutoCloseable {
        /** Inserts rows of the numbers {@code from} inclusive to {@code to} exclusive, in their order. */
        void insert(TableName table, int from, int to) throws Exception;

        /** Gives a row another text. */
        void update(TableName table, int id) throws Exception;

        /** Deletes a row. */
        void delete(TableName table, int id) throws Exception;

        /** Commits what was done; nothing is to be done afterwards. */
        void commit() throws Exception;

        @Override
        void close();
    }

    /** Makes both tables, without rows, where nobody has followed any yet. */
    void makeTables() throws Exception;

    /** Binds one more source of the job. */
    ChangeSource source();

    /** Begins a transaction beside those that are under way. */
    Transaction begin() throws Exception;

    /** Returns how many rows of one transaction are more than one fetch brings. */
    int many();

    /** Checks that the source knows of nobody any more who reads from it; may wait until it has seen them go. */
    void assertNothingOpen() throws Exception;
}
