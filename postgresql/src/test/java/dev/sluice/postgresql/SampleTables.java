package dev.sluice.postgresql;

import dev.sluice.batch.RunReport;
import dev.sluice.row.RowFormat;
import dev.sluice.testkit.TableChecksum;
import dev.sluice.testkit.TypeSample;
import dev.sluice.testkit.TypeSamples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table {@code samples} with a column per sample of a type, full at the source, and jobs that bring it over. */
final class SampleTables {
    static final String TABLE = "samples";

    private final TwoDatabases databases;
    private final List<TypeSample> samples;

    SampleTables(TwoDatabases databases, List<TypeSample> samples) {
        this.databases = databases;
        this.samples = samples;
    }

    /** One of the ways that a row can take. */
    record Way(RowFormat format, WriteMode mode, int channels) {
        static List<Way> all(int... channels) {
            List<Way> ways = new ArrayList<>();
            for (RowFormat format : RowFormat.values()) {
                for (WriteMode mode : WriteMode.values()) {
                    for (int count : channels) {
                        ways.add(new Way(format, mode, count));
                    }
                }
            }
            return ways;
        }
    }

    /** Makes the types on both sides and the table at the source. */
    SampleTables create() throws SQLException {
        try (Connection source = databases.source().connect();
                Connection destination = databases.destination().connect()) {
            TypeSamples.createTable(source, TABLE, samples);
            TypeSamples.setUp(destination, samples);
        }
        return this;
    }

    /** Makes the destination's table anew with these columns only: COPY in binary form refuses a table with others. */
    private void makeTarget(List<String> columns) throws SQLException {
        try (Connection destination = databases.destination().connect();
                Statement statement = destination.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + TABLE);
            TypeSamples.createEmptyTable(destination, TABLE, samples);
            for (RelationColumn column : columns()) {
                if (!columns.contains(column.name())) {
                    statement.execute("ALTER TABLE " + TABLE + " DROP COLUMN " + column.quoted());
                }
            }
        }
    }

    List<TypeSample> samples() {
        return samples;
    }

    /** Returns the column of each sample, in their order. */
    List<RelationColumn> columns() {
        try (Sessions sessions =
                new Sessions(TestEndpoint.of(databases.source()).server(ZoneOffset.UTC), Side.SOURCE)) {
            List<RelationColumn> columns = new Catalog(sessions.open())
                    .find(NamePath.parse(TABLE))
                    .orElseThrow()
                    .columns();
            return columns.subList(1, columns.size());
        }
    }

    /** Returns the key and the columns that can travel in a form: all as text, those with a binary form for both else. */
    List<String> columns(RowFormat format) {
        List<String> names = new ArrayList<>(List.of("id"));
        columns().stream()
                .filter(column -> format == RowFormat.TEXT || databases.isPortable(column.type()))
                .map(RelationColumn::name)
                .forEach(names::add);
        return names;
    }

    /** Returns a job that brings these columns over, into a table that is made for it. */
    TestJob job(List<String> columns) throws SQLException {
        makeTarget(columns);
        String[] names = columns.toArray(String[]::new);
        return databases.job().tables(TABLE).read(names).to(TABLE, names).splitPk("id");
    }

    /** Goes one way and returns what did not arrive as it left: the column and what is wrong; everything else did. */
    Map<String, String> send(Way way) throws SQLException {
        List<String> columns = columns(way.format());
        TestJob job = job(columns).mode(way.mode()).channels(way.channels());
        RunReport report = job.run();
        if (report.error().isPresent()) {
            return each(columns, String.valueOf(report.error().get().getMessage()));
        }
        if (job.plan().format() != way.format() || job.plan().channels() != way.channels()) {
            return each(columns, "another way is gone: " + job.plan());
        }
        return each(differences(columns), "other values arrive");
    }

    private static Map<String, String> each(List<String> columns, String reason) {
        Map<String, String> wrong = new LinkedHashMap<>();
        columns.forEach(column -> wrong.put(column, reason));
        return wrong;
    }

    /** Returns those columns whose values are not the same on both sides. */
    List<String> differences(List<String> columns) throws SQLException {
        try (Connection source = databases.source().connect();
                Connection destination = databases.destination().connect()) {
            if (same(source, destination, columns)) {
                return List.of();
            }
            List<String> different = new ArrayList<>();
            for (String column : columns) {
                if (!same(source, destination, List.of("id", column))) {
                    different.add(column);
                }
            }
            return different;
        }
    }

    private static boolean same(Connection source, Connection destination, List<String> columns) throws SQLException {
        String[] names = columns.toArray(String[]::new);
        return TableChecksum.of(source, TABLE, names).equals(TableChecksum.of(destination, TABLE, names));
    }
}
