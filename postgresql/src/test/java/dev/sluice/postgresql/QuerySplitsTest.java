package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries of users, whole and divided. */
final class QuerySplitsTest {
    private static final String JOIN =
            "SELECT o.id AS \"Order\", c.name, o.amount FROM orders o JOIN customers c ON c.id = o.customer";

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTables() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE TABLE customers (id int PRIMARY KEY, name text)",
                        "CREATE TABLE orders (id int PRIMARY KEY, customer int, amount numeric)",
                        "INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(1, 50) i",
                        "INSERT INTO orders SELECT i, i % 60, i / 7.0 FROM generate_series(1, 3000) i");
        databases.destination().execute("CREATE TABLE t (id int, name text, amount numeric)");
    }

    private static TestJob job(String query) {
        return databases.job().queries(query).to("t").channels(4);
    }

    @Test
    void withoutSplitPkOneChannelReads() throws SQLException {
        TestJob job = job(JOIN);

        databases.succeed(job);

        databases.assertSame("(" + JOIN + ")", "t");
        assertThat(job.splits()).hasSize(1);
        assertThat(job.plan().channels()).isEqualTo(1);
        assertThat(job.plan().splits().method()).contains("divided by splitPk only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Order", "\"Order\"", "name", "amount", "AMOUNT"})
    void bySplitPk(String splitPk) throws SQLException {
        TestJob job = job(JOIN).splitPk(splitPk);

        databases.succeed(job);

        databases.assertSame("(" + JOIN + ")", "t");
        assertThat(job.splits()).hasSize(21);
        assertThat(job.plan().channels()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM (%s) x ORDER BY amount DESC LIMIT 100",
                "WITH x AS (%s) SELECT * FROM x WHERE amount > 50",
                "SELECT * FROM (%s) x UNION ALL SELECT 0, NULL, 0",
                "VALUES (1, 'one', 1.0), (2, NULL, 2.0)",
                "SELECT i, 'x', 1.5 FROM generate_series(1, 100) i",
                "(%s)"
            })
    void ofAnyForm(String form) throws SQLException {
        String query = form.formatted(JOIN);
        String label = databases
                .source()
                .connect()
                .prepareStatement(query)
                .getMetaData()
                .getColumnLabel(1);

        databases.succeed(job(query).splitPk(label));

        databases.assertSame("(" + query + ")", "t");
    }

    @Test
    void severalQueriesAreReadAsOne() throws SQLException {
        TestJob job = databases
                .job()
                .queries(JOIN + " WHERE o.id <= 1000", JOIN + " WHERE o.id > 1000")
                .splitPk("Order")
                .to("t")
                .channels(2);

        databases.succeed(job);

        databases.assertSame("(" + JOIN + ")", "t");
        assertThat(job.splits()).hasSize(12).extracting(PostgresSplit::label).doesNotHaveDuplicates();
    }

    @Test
    void aSplitPkThatTheQueryDoesNotGiveIsNamed() {
        assertThat(job(JOIN).splitPk("id").check()).anySatisfy(finding -> {
            assertThat(finding.check()).isEqualTo("plan");
            assertThat(finding.detail()).isEqualTo("splitPk id is no column that querySql gives");
            assertThat(finding.cure()).get().asString().contains("select list");
        });
    }

    @Test
    void aSplitPkThatTheTableDoesNotHaveIsNamed() {
        assertThat(databases
                        .job()
                        .tables("orders")
                        .to("t")
                        .channels(2)
                        .splitPk("ident")
                        .check())
                .anySatisfy(finding -> {
                    assertThat(finding.check()).isEqualTo("plan");
                    assertThat(finding.detail()).isEqualTo("splitPk ident is no column of public.orders");
                });
    }
}
