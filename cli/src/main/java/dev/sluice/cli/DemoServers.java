package dev.sluice.cli;

import dev.sluice.testkit.ShopDatabase;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The two servers of the demo: a source with the shop's rows, and a destination of the newest version at hand with the
 * shop's tables, empty. A signal stops them as well.
 */
record DemoServers(Side source, Side destination) implements AutoCloseable {
    private static final String DATABASE = "shop";
    private static final int CUSTOMERS = 10_000;

    /** One of them. */
    record Side(TestingPostgres server) {
        TestDatabase shop() {
            return server.database(DATABASE);
        }

        String describe() {
            return "PostgreSQL " + server.version() + ", " + address();
        }

        /** Returns what psql takes. */
        String address() {
            return "postgresql://" + server.user() + ":" + server.password() + "@" + server.host() + ":" + server.port()
                    + "/" + DATABASE;
        }
    }

    static DemoServers start() throws SQLException {
        TestingPostgres source =
                TestingPostgres.builder().config("wal_level", "logical").build();
        List<Integer> versions = TestingPostgres.availableVersions();
        TestingPostgres destination = TestingPostgres.builder()
                .version(versions.get(versions.size() - 1))
                .build();
        source.createDatabase(DATABASE);
        destination.createDatabase(DATABASE);
        DemoServers servers = new DemoServers(new Side(source), new Side(destination));
        servers.fill();
        return servers;
    }

    private void fill() throws SQLException {
        try (Connection from = source.shop().connect();
                Connection to = destination.shop().connect()) {
            ShopDatabase.load(from, CUSTOMERS);
            ShopDatabase.createTables(to);
        }
    }

    @Override
    public void close() {
        try {
            source.server.close();
        } finally {
            destination.server.close();
        }
    }
}
