package dev.sluice.cli;

import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.Writers;
import java.sql.SQLException;

/** Rows that a test writes at the source to see that changes come to the destination still. Used by one thread. */
final class Marks {
    private static final int FIRST = 1_000_000;
    private static final String SEEN = "select count(*) from account where id >= " + FIRST;

    private final LiveCopy live;
    private final SluiceProcess process;
    private int made;

    /** Of a job that follows the tables of {@link Writers}. */
    Marks(LiveCopy live, SluiceProcess process) {
        this.live = live;
        this.process = process;
    }

    /** Makes one more. */
    void make() throws SQLException {
        TestDatabase source = live.source();
        source.execute("insert into account values (" + (FIRST + made) + ", 0)");
        made++;
    }

    /** Waits until all of them are at the destination. */
    void await() throws SQLException {
        live.awaitAtDestination(process, SEEN, Integer.toString(made));
    }

    /** Makes one, and waits until it is at the destination. */
    void goOn() throws SQLException {
        make();
        await();
    }

    /** Returns how many there are. */
    int made() {
        return made;
    }
}
