package dev.sluice.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The special values of every PostgreSQL type, as tables for type tests: lowest, highest, NULL, empty, not a number,
 * infinite, before Christ, and texts that break careless quoting. For UTF8 databases, as superuser.
 */
public final class TypeSamples {
    private TypeSamples() {}

    /** Returns the samples that a server version takes. */
    public static List<TypeSample> all(int version) {
        return Stream.of(
                        ReferenceTypes.SAMPLES,
                        BuiltInTypes.SAMPLES,
                        SystemTypes.SAMPLES,
                        GeometricTypes.SAMPLES,
                        NestedTypes.SAMPLES,
                        UserDefinedTypes.SAMPLES,
                        ExtensionTypes.SAMPLES)
                .flatMap(List::stream)
                .filter(sample -> sample.sinceVersion() <= version)
                .toList();
    }

    /** Returns the samples of the types that DataWorks lists for PostgreSQL; every supported version takes them. */
    public static List<TypeSample> reference() {
        return ReferenceTypes.SAMPLES;
    }

    /** Makes the samples' types exist in a database, for the source's as for the destination's. */
    public static void setUp(Connection connection, List<TypeSample> samples) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (TypeSample sample : samples) {
                for (String sql : sample.setUpSql()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** Makes an empty table with the key {@code id} and a column per sample; the types are set up first. */
    public static void createEmptyTable(Connection connection, String table, List<TypeSample> samples)
            throws SQLException {
        setUp(connection, samples);
        String columns = IntStream.range(0, samples.size())
                .mapToObj(i ->
                        ", " + columnName(samples, i) + " " + samples.get(i).type())
                .collect(Collectors.joining());
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table " + table + " (id integer primary key" + columns + ")");
        }
    }

    /**
     * Makes a table as {@link #createEmptyTable} does and fills it with as many rows as the longest sample has values;
     * shorter samples begin again, so that every value occurs.
     *
     * @param table the name as SQL
     */
    public static void createTable(Connection connection, String table, List<TypeSample> samples) throws SQLException {
        createEmptyTable(connection, table, samples);
        int rows = samples.stream()
                .mapToInt(sample -> sample.literals().size())
                .max()
                .orElse(0);
        try (Statement statement = connection.createStatement()) {
            for (int row = 0; row < rows; row++) {
                statement.execute("insert into " + table + " values (" + row + values(samples, row) + ")");
            }
        }
    }

    private static String values(List<TypeSample> samples, int row) {
        List<String> values = new ArrayList<>();
        for (TypeSample sample : samples) {
            values.add(", " + sample.literals().get(row % sample.literals().size()));
        }
        return String.join("", values);
    }

    /** Returns the column's name in tables made here: the sample's place in the list and its type, such as c3_real. */
    public static String columnName(List<TypeSample> samples, int index) {
        String type = samples.get(index).type().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return "c" + index + "_" + type.replaceAll("^_|_$", "");
    }
}
