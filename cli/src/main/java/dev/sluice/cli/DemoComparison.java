package dev.sluice.cli;

import dev.sluice.testkit.TableChecksum;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** A look at every table of the shop on two sides, by queries that have nothing to do with how the rows got there. */
final class DemoComparison {
    private DemoComparison() {}

    /** Prints how the tables compare, and returns whether all are equal. */
    static boolean print(DemoServers.Side from, DemoServers.Side to, PrintWriter out) throws SQLException {
        out.println("Comparing both sides, each by a query of its own ...");
        boolean equal = true;
        try (Connection there = from.database().connect();
                Connection here = to.database().connect()) {
            for (String table : DemoWorkspace.tables()) {
                equal &= print(table, checksum(there, table), checksum(here, table), out);
            }
        }
        return equal;
    }

    private static boolean print(String table, TableChecksum there, TableChecksum here, PrintWriter out) {
        boolean equal = there.equals(here);
        out.println(String.format(
                Locale.ROOT,
                "  %-12s %8s rows there, %8s here, checksums %s",
                table,
                Words.count(there.rows()),
                Words.count(here.rows()),
                equal ? "equal" : "DIFFERENT"));
        return equal;
    }

    private static TableChecksum checksum(Connection connection, String table) throws SQLException {
        return TableChecksum.of(connection, "\"" + table + "\"");
    }
}
