package dev.sluice.cli;

import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that a server's catalogues say of a database and of the server, but for statistics and freezing. */
final class CatalogueOf {
    private static final List<String> VOLATILE = List.of(
            "relpages",
            "reltuples",
            "relallvisible",
            "relallfrozen",
            "relfrozenxid",
            "relminmxid",
            "datfrozenxid",
            "datminmxid");

    private static final String TABLES = """
            select relname from pg_class
             where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r'
               and relname not in ('pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject')
            union all select 'pg_replication_slots' union all select 'pg_prepared_xacts'
             order by 1""";

    private CatalogueOf() {}

    /** Returns the rows of each catalogue. */
    static Map<String, Set<String>> database(TestDatabase database) throws SQLException {
        Map<String, Set<String>> all = new TreeMap<>();
        for (List<?> table : database.query(TABLES)) {
            String name = String.valueOf(table.get(0));
            all.put(name, rows(database, name));
        }
        return all;
    }

    /** The server keeps the schema of a session's temporary tables for the next session. */
    private static Set<String> rows(TestDatabase database, String catalogue) throws SQLException {
        String stable = VOLATILE.stream().map(name -> " - '" + name + "'").reduce("to_jsonb(t)", String::concat);
        Set<String> rows = new TreeSet<>();
        for (List<?> row : database.query("select (" + stable + ")::text from " + catalogue + " t"
                + (catalogue.equals("pg_namespace") ? " where nspname !~ '^pg_(toast_)?temp_'" : ""))) {
            rows.add(String.valueOf(row.get(0)));
        }
        return rows;
    }
}
