package dev.sluice.benchmarks;

import dev.sluice.testkit.Dataset;
import java.util.Locale;

/** Prints the SQL that makes a data set's table, with its key, and fills it with rows. */
public final class DatasetSql {
    private DatasetSql() {}

    /** Arguments: the data set, the table, and the number of rows; 0 for the empty table. */
    public static void main(String[] arguments) {
        Dataset dataset = Dataset.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        String table = arguments[1];
        long rows = Long.parseLong(arguments[2]);
        System.out.println("DROP TABLE IF EXISTS " + table + ";");
        System.out.println(dataset.createTable(table) + ";");
        if (rows > 0) {
            System.out.println(dataset.fill(table, rows) + ";");
        }
        System.out.println(dataset.addKey(table) + ";");
    }
}
