package dev.sluice.cli;

import dev.sluice.testkit.ShopDatabase;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The two servers of the demo: a source, and a destination of the newest version at hand. A signal stops them as well.
 *
 * @param source the shop with its rows
 * @param destination the shop's tables, empty, for batch jobs
 * @param live the shop's tables, empty, for the real-time job; on the destination's server
 */
record DemoServers(Side source, Side destination, Side live) implements AutoCloseable {
    private static final int CUSTOMERS = 10_000;

    /** A database of one of them. */
    record Side(TestDatabase database) {
        private static Side make(TestingPostgres server, String database) throws SQLException {
            server.createDatabase(database);
            return new Side(server.database(database));
        }

        TestingPostgres server() {
            return database.server();
        }

        String describe() {
            return "PostgreSQL " + server().version() + ", " + address();
        }

        /** Returns what psql takes. */
        String address() {
            return "postgresql://" + server().user() + ":" + server().password() + "@" + server().host() + ":"
                    + server().port() + "/" + database.name();
        }
    }

    static DemoServers start() throws SQLException {
        TestingPostgres source = TestingPostgres.builder()
                .config("wal_level", "logical")
                .config("synchronous_commit", "on")
                .build();
        List<Integer> versions = TestingPostgres.availableVersions();
        TestingPostgres destination = TestingPostgres.builder()
                .version(versions.get(versions.size() - 1))
                .build();
        DemoServers servers = new DemoServers(
                Side.make(source, "shop"), Side.make(destination, "shop"), Side.make(destination, "live"));
        servers.fill();
        return servers;
    }

    private void fill() throws SQLException {
        try (Connection from = source.database().connect();
                Connection to = destination.database().connect();
                Connection following = live.database().connect()) {
            ShopDatabase.load(from, CUSTOMERS);
            ShopDatabase.createTables(to);
            ShopDatabase.createTables(following);
        }
    }

    @Override
    public void close() {
        try {
            source.server().close();
        } finally {
            destination.server().close();
        }
    }
}
