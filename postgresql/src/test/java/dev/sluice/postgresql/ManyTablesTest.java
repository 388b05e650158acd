package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.change.ChangedTable;
import dev.sluice.change.Lsn;
import dev.sluice.job.DdlHandling;
import dev.sluice.job.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked of a source does not grow with the tables that are followed, and of which nothing is said. */
final class ManyTablesTest {
    @RegisterExtension
    static final TwoDatabases DATABASES = new TwoDatabases();

    private static final List<TableName> TABLES = IntStream.range(0, 20)
            .mapToObj(i -> new TableName("public", "t_" + i))
            .toList();

    private Connection connection;
    private CountedStatements counted;
    private Definitions definitions;

    @BeforeEach
    void makeTables() throws SQLException {
        for (TableName table : TABLES) {
            DATABASES.source().execute("CREATE TABLE " + table.table() + " (id int PRIMARY KEY, v text)");
        }
        connection = DATABASES.source().connect();
        counted = new CountedStatements(connection, Side.SOURCE);
        definitions = new Definitions(counted.session());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Map<TableName, String> texts(int count) {
        return TABLES.stream()
                .limit(count)
                .collect(Collectors.toMap(
                        Function.identity(), table -> definitions.of(table).text()));
    }

    private SchemaWatch watch(Map<TableName, String> texts) {
        return new SchemaWatch(definitions, DdlHandling.of(Map.of()), Lsn.NONE, definitions.known(texts));
    }

    @Test
    void areNotReadOneByOneWhenAStreamOpens() {
        Map<TableName, String> one = texts(1);
        Map<TableName, String> all = texts(TABLES.size());

        assertThat(counted.of(() -> watch(all))).isEqualTo(counted.of(() -> watch(one)));
    }

    @Test
    void areNotReadWhenSomethingIsSaidOfAnother() {
        SchemaWatch watch = watch(texts(10));
        String other = definitions.of(TABLES.get(15)).text();

        assertThat(counted.of(() -> watch.told(other, table -> true))).isEqualTo(1);
        assertThat(counted.of(() ->
                        watch.isKnown(new ChangedTable(1, TABLES.get(15), ChangedTable.Identity.DEFAULT, List.of()))))
                .isZero();
    }
}
