package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ShopDatabaseTest {
    static List<Integer> versions() {
        return TestingPostgres.testedVersions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void fillsAllTables(int version) throws Exception {
        try (TestDatabase database = TestingPostgres.shared(version).newDatabase();
                Connection connection = database.connect()) {
            ShopDatabase.load(connection, 100);

            assertThat(ShopDatabase.TABLES.stream().map(table -> rows(database, table)))
                    .containsExactly("100", "10", "300", "600", "10");
            assertThat(database.value("select count(distinct status) from orders"))
                    .isEqualTo("4");
        }
    }

    private static String rows(TestDatabase database, String table) {
        try {
            return String.valueOf(database.value("select count(*) from " + table));
        } catch (SQLException e) {
            throw new AssertionError(table, e);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 6", "9, 54"})
    void worksForFewCustomers(int customers, String items) throws Exception {
        try (TestDatabase database = TestingPostgres.shared().newDatabase();
                Connection connection = database.connect()) {
            ShopDatabase.load(connection, customers);

            assertThat(database.value("select count(*) from order_items")).isEqualTo(items);
        }
    }
}
