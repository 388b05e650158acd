package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TypeSamplesTest {
    /** What statistics and indexes hold, which nobody can write, and what version 12 did away with. */
    private static final Set<String> NOT_FOR_TABLES = Set.of(
            "pg_node_tree",
            "pg_ndistinct",
            "pg_dependencies",
            "pg_mcv_list",
            "pg_brin_bloom_summary",
            "pg_brin_minmax_multi_summary",
            "gtsvector",
            "ghstore",
            "ltree_gist",
            "intbig_gkey",
            "abstime",
            "reltime",
            "tinterval",
            "smgr");

    static List<Integer> versions() {
        return TestingPostgres.testedVersions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyValueIsAcceptedAndKept(int version) throws Exception {
        List<TypeSample> samples = TypeSamples.all(version);
        try (TestDatabase database = TestingPostgres.shared(version).newDatabase();
                Connection connection = database.connect()) {
            TypeSamples.createTable(connection, "everything", samples);

            List<String> missing = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                String column = TypeSamples.columnName(samples, i);
                database.query("select value from (values " + expectedTexts(samples.get(i)) + ") v (value) "
                                + "except all select " + column + "::text from everything")
                        .forEach(row -> missing.add(column + " " + row));
            }
            assertThat(missing).isEmpty();
        }
    }

    /** Lists the types of the server and of its extensions that no column has, domains aside. */
    @ParameterizedTest
    @MethodSource("versions")
    void noTypeIsForgotten(int version) throws Exception {
        try (TestDatabase database = TestingPostgres.shared(version).newDatabase();
                Connection connection = database.connect()) {
            TypeSamples.createEmptyTable(connection, "everything", TypeSamples.all(version));

            assertThat(database.query("""
                    select format_type(t.oid, null) from pg_type t
                    where typtype in ('b', 'r', 'm') and typcategory <> 'A'
                        and (typnamespace = 'pg_catalog'::regnamespace
                            or exists (select from pg_depend d where d.objid = t.oid and deptype = 'e'))
                        and oid not in (select atttypid from pg_attribute where attrelid = 'everything'::regclass)
                    """)).extracting(row -> row.get(0)).isSubsetOf(NOT_FOR_TABLES);
        }
    }

    private static String expectedTexts(TypeSample sample) {
        String type = sample.type().replaceAll("^(big|small)?serial$", "bigint");
        return sample.literals().stream()
                .map(literal -> "(((" + literal + ")::" + type + ")::text)")
                .collect(Collectors.joining(", "));
    }

    /** Binary output functions and text forms have to mean the same everywhere, else copies could not be compared. */
    @ParameterizedTest
    @MethodSource("versions")
    void checksumsAreTheSameOnEveryVersion(int version) throws Exception {
        int oldest = Collections.min(TestingPostgres.availableVersions());
        List<TypeSample> samples = TypeSamples.all(oldest);
        try (TestDatabase left = TestingPostgres.shared(oldest).newDatabase();
                TestDatabase right = TestingPostgres.shared(version).newDatabase();
                Connection leftConnection = left.connect();
                Connection rightConnection = right.connect()) {
            TypeSamples.createTable(leftConnection, "everything", samples);
            TypeSamples.createTable(rightConnection, "everything", samples);

            List<String> different = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                String column = TypeSamples.columnName(samples, i);
                TableChecksum expected = TableChecksum.of(leftConnection, "everything", column);
                if (!TableChecksum.of(rightConnection, "everything", column).equals(expected)) {
                    different.add(column);
                }
            }
            assertThat(different).isEmpty();
        }
    }

    @Test
    void setsUpTypesOnceForAllTables() throws Exception {
        List<TypeSample> samples = TypeSamples.all(TestingPostgres.DEFAULT_VERSION);
        try (TestDatabase database = TestingPostgres.shared().newDatabase();
                Connection connection = database.connect()) {
            TypeSamples.createEmptyTable(connection, "\"First\"", samples);
            TypeSamples.createTable(connection, "second", samples);

            assertThat(database.value("select count(*) from \"First\"")).isEqualTo("0");
            assertThat(database.value("select count(*) from second")).isEqualTo(Integer.toString(longest(samples)));
        }
    }

    private static int longest(List<TypeSample> samples) {
        return samples.stream()
                .mapToInt(sample -> sample.literals().size())
                .max()
                .orElseThrow();
    }

    @Test
    void leavesOutWhatAVersionDoesNotHave() {
        assertThat(typesOf(10)).doesNotContain("int4multirange", "jsonpath").contains("hstore", "integer[]");
        assertThat(typesOf(14)).contains("int4multirange", "jsonpath");
        assertThat(TypeSamples.reference()).extracting(TypeSample::sinceVersion).containsOnly(10);
    }

    private static List<String> typesOf(int version) {
        return TypeSamples.all(version).stream().map(TypeSample::type).toList();
    }
}
