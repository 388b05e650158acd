package dev.sluice.testkit;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/**
 * Two PostgreSQL servers to try things on: a source with {@code wal_level = logical} and the shop's data, and an empty
 * destination. Both are gone when it is closed.
 */
public final class DevServer implements AutoCloseable {
    private static final String DATABASE = "shop";
    private static final int CUSTOMERS = 1000;

    private final TestingPostgres source;
    private final TestingPostgres destination;

    private DevServer(TestingPostgres source, TestingPostgres destination) {
        this.source = source;
        this.destination = destination;
    }

    /** Starts both servers and fills the source. */
    public static DevServer start() throws SQLException {
        TestingPostgres source =
                TestingPostgres.builder().config("wal_level", "logical").build();
        TestingPostgres destination = TestingPostgres.start();
        source.createDatabase(DATABASE);
        destination.createDatabase(DATABASE);
        try (Connection connection = source.connect(DATABASE)) {
            ShopDatabase.load(connection, CUSTOMERS);
        }
        return new DevServer(source, destination);
    }

    /** Starts both servers, prints how to reach them, and runs until the process is ended (Ctrl-C). */
    public static void main(String[] arguments) throws Exception {
        try (DevServer server = start()) {
            server.describe(new PrintStream(System.out, true, StandardCharsets.UTF_8));
            new CountDownLatch(1).await();
        }
    }

    /** Returns the server with the shop's data. */
    public TestDatabase source() {
        return source.database(DATABASE);
    }

    /** Returns the empty one. */
    public TestDatabase destination() {
        return destination.database(DATABASE);
    }

    /** Prints addresses, users and what to try. */
    public void describe(PrintStream out) {
        out.printf(
                """
                Source       %s  (tables %s; wal_level = logical)
                Destination  %s  (empty)
                User %s, password %s, on both. Ctrl-C ends and deletes both.

                Data source files for a workspace:
                  datasources/shop_source.json       %s
                  datasources/shop_destination.json  %s

                Try, in a workspace with these two files:
                  sluice datasource test shop_source
                  psql "postgresql://%s:%s@localhost:%s/%s" -c "update products set price = price * 2 where id = 1"
                """,
                source().jdbcUrl(),
                String.join(", ", ShopDatabase.TABLES),
                destination().jdbcUrl(),
                source.user(),
                source.password(),
                dataSourceFile("shop_source", source),
                dataSourceFile("shop_destination", destination),
                source.user(),
                source.password(),
                Integer.toString(source.port()),
                DATABASE);
    }

    private static String dataSourceFile(String name, TestingPostgres server) {
        return """
                {"name": "%s", "type": "postgresql", "address": [{"host": "%s", "port": %s}], "database": "%s", \
                "username": "%s", "password": "%s"}""".formatted(
                name, server.host(), Integer.toString(server.port()), DATABASE, server.user(), server.password());
    }

    /** Ends both servers and deletes their data. */
    @Override
    public void close() {
        try {
            source.close();
        } finally {
            destination.close();
        }
    }
}
