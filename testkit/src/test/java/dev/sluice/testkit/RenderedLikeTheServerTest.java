package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.row.BatchSize;
import dev.sluice.row.Column;
import dev.sluice.row.ColumnType;
import dev.sluice.row.PgType;
import dev.sluice.row.PgTypes;
import dev.sluice.row.RowBatch;
import dev.sluice.row.RowCursor;
import dev.sluice.row.RowFormat;
import dev.sluice.row.RowSchema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** PostgreSQL judges how the binary form of every type is rendered, and whether the rendered text means the same value. */
final class RenderedLikeTheServerTest {
    private static final int RANDOM_VALUES = 150;
    private static final int HEADER_BYTES = 19;
    /** From here on floating point numbers come with as few digits as are exact. */
    private static final int SHORTEST_FLOATS = 12;

    private static final long SEED = Long.getLong("seed", new Random().nextLong());

    static Stream<Integer> versions() {
        return TestingPostgres.testedVersions().stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void knowsTheTypesByTheServersNumbers(int version) throws Exception {
        List<List<@Nullable String>> server = TestingPostgres.shared(version)
                .query(
                        "select typname, oid::text, typarray::text from pg_type where oid < 10000 and typtype in ('b', 'r', 'm')");

        for (PgType type : PgTypes.scalars()) {
            boolean there = server.stream().anyMatch(row -> type.name().equals(row.get(0)));
            if (there) {
                assertThat(server).contains(List.of(type.name(), "" + type.oid(), "" + type.arrayOid()));
            }
            assertThat(there).as(type.name()).isEqualTo(version >= since(type));
        }
    }

    private static int since(PgType type) {
        return RenderingSamples.all().stream()
                .filter(samples -> plainName(samples).equals(type.name()))
                .mapToInt(RenderingSamples::since)
                .min()
                .orElseThrow();
    }

    private static String plainName(RenderingSamples samples) {
        return samples.type().replace("\"", "").replaceFirst("\\(.*", "");
    }

    static Stream<Arguments> types() {
        return versions()
                .flatMap(version -> RenderingSamples.all().stream()
                        .filter(samples -> samples.since() <= version)
                        .map(samples -> Arguments.of(version, samples)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void rendersValues(int version, RenderingSamples samples) throws Exception {
        try (Connection connection = connect(version)) {
            judge(connection, version, samples.type(), samples.values(new Random(SEED), RANDOM_VALUES));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void rendersArrays(int version, RenderingSamples samples) throws Exception {
        try (Connection connection = connect(version)) {
            judge(connection, version, samples.type() + "[]", arrays(samples, new Random(SEED)));
        }
    }

    private static Connection connect(int version) throws Exception {
        Connection connection = TestingPostgres.shared(version).connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC';"
                    + "set bytea_output = 'hex'; set extra_float_digits = 3; set xmloption = 'content'");
        }
        return connection;
    }

    private static List<String> arrays(RenderingSamples samples, Random random) {
        List<String> values = samples.values(random, 20).stream()
                .filter(value -> value.length() < 1000)
                .toList();
        List<String> arrays = new ArrayList<>();
        arrays.add("{}");
        arrays.add("[-2147483648:-2147483648]={NULL}");
        for (String value : values) {
            arrays.add("{" + quoted(value) + "}");
        }
        for (int i = 0; i < 30; i++) {
            int[] lengths = random.ints(1 + random.nextInt(6), 1, 3).toArray();
            arrays.add(bounds(lengths, random) + array(samples, values, lengths, 0, random));
        }
        return arrays;
    }

    private static String bounds(int[] lengths, Random random) {
        if (random.nextBoolean()) {
            return "";
        }
        StringBuilder bounds = new StringBuilder();
        for (int length : lengths) {
            int lower = random.nextInt(5) - 2;
            bounds.append("[" + lower + ":" + (lower + length - 1) + "]");
        }
        return bounds + "=";
    }

    private static String array(
            RenderingSamples samples, List<String> values, int[] lengths, int dimension, Random random) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < lengths[dimension]; i++) {
            if (dimension + 1 < lengths.length) {
                parts.add(array(samples, values, lengths, dimension + 1, random));
            } else {
                parts.add(random.nextInt(5) == 0 ? "NULL" : quoted(values.get(random.nextInt(values.size()))));
            }
        }
        return "{" + String.join(samples.type().equals("box") ? ";" : ",", parts) + "}";
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void judge(Connection connection, int version, String type, List<String> literals) throws Exception {
        create(connection, "sent", type, literals);
        List<String> expected = expected(connection, type);
        RowBatch binary = copy(connection, "sent", RowFormat.BINARY);
        List<@Nullable String> rendered = texts(connection, type, binary);

        if (version >= SHORTEST_FLOATS) {
            assertThat(rendered).as("%s, seed %d", type, SEED).isEqualTo(expected);
        }
        if (!type.startsWith("money")) {
            assertThat(texts(connection, type, copy(connection, "sent", RowFormat.TEXT)))
                    .as("%s, seed %d", type, SEED)
                    .isEqualTo(expected);
        }
        create(connection, "returned", type, rendered);
        RowBatch returned = copy(connection, "returned", RowFormat.BINARY);
        assertThat(texts(connection, type, returned))
                .as("%s, seed %d", type, SEED)
                .isEqualTo(rendered);
        // The text of a query does not tell how operators of one kind are nested.
        if (!type.startsWith("tsquery")) {
            assertThat(contents(returned).equals(contents(binary)))
                    .as("%s comes back as it went, seed %d", type, SEED)
                    .isTrue();
        }
    }

    private static void create(Connection connection, String table, String type, List<@Nullable String> literals)
            throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temporary table " + table + " (id serial, v " + type + ")");
        }
        String insert = "insert into " + table + " (v) select x::" + type
                + " from unnest(?::text[]) with ordinality as u (x, n)" + " order by n";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setArray(1, connection.createArrayOf("text", literals.toArray()));
            statement.execute();
        }
    }

    /** What the type's output function gives; money without the sign and the grouping of a locale. */
    private static List<String> expected(Connection connection, String type) throws Exception {
        String value = type.equals("money") ? "v::numeric" : type.equals("money[]") ? "v::numeric[]" : "v";
        List<String> expected = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select format('%s', " + value + ") from sent order by id")) {
            while (rows.next()) {
                expected.add(rows.getString(1));
            }
        }
        return expected;
    }

    private static RowBatch copy(Connection connection, String table, RowFormat format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String select = "copy (select v from " + table + " order by id) to stdout (format " + format.name() + ")";
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(select, out);
        byte[] bytes = out.toByteArray();
        RowBatch batch = new RowBatch(format, BatchSize.DEFAULT);
        int at = format == RowFormat.BINARY ? HEADER_BYTES : 0;
        int end = format == RowFormat.BINARY ? bytes.length - 2 : bytes.length;
        while (at < end) {
            int next = format == RowFormat.BINARY ? tupleEnd(bytes, at) : lineEnd(bytes, at);
            batch.append(bytes, at, next - at);
            at = next;
        }
        return batch;
    }

    private static int tupleEnd(byte[] bytes, int at) {
        return at + 6 + Math.max(0, ByteBuffer.wrap(bytes).getInt(at + 2));
    }

    private static int lineEnd(byte[] bytes, int at) {
        int end = at;
        while (bytes[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    private static List<@Nullable String> texts(Connection connection, String type, RowBatch batch) throws Exception {
        RowCursor cursor =
                new RowCursor(new RowSchema(List.of(new Column("v", new ColumnType(oid(connection, type), type)))));
        List<@Nullable String> texts = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            cursor.moveTo(batch, row);
            texts.add(cursor.text(0));
        }
        return texts;
    }

    private static int oid(Connection connection, String type) throws Exception {
        try (PreparedStatement statement = connection.prepareStatement("select ?::regtype::oid::int")) {
            statement.setString(1, type);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static ByteBuffer contents(RowBatch batch) {
        return ByteBuffer.wrap(batch.bytes(), 0, batch.length());
    }
}
