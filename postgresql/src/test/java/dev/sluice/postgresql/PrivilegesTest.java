package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.batch.RunReport;
import dev.sluice.batch.RunStatus;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A missing privilege is found before the run, and what its finding advises mends it. */
final class PrivilegesTest {
    private static final String USER = "Mr. O'Hara \"test\"";
    private static final String PASSWORD = "secret";

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    @BeforeEach
    void createTables() throws SQLException {
        for (TestDatabase database : List.of(databases.source(), databases.destination())) {
            database.execute(
                    "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'Mr. O''Hara \"test\"') THEN"
                            + " CREATE ROLE \"Mr. O'Hara \"\"test\"\"\" LOGIN PASSWORD 'secret'; END IF; END $$",
                    "DROP OWNED BY \"Mr. O'Hara \"\"test\"\"\"",
                    "CREATE SCHEMA \"Closed\"",
                    "CREATE TABLE \"Closed\".\"T\" (id serial PRIMARY KEY, v text, w text)");
        }
        databases.source().execute("INSERT INTO \"Closed\".\"T\" SELECT i, 'v', 'w' FROM generate_series(1, 500) i");
    }

    @AfterAll
    static void dropUser() throws SQLException {
        databases.onBoth("DROP OWNED BY \"Mr. O'Hara \"\"test\"\"\"");
        databases.source().execute("DROP ROLE \"Mr. O'Hara \"\"test\"\"\"");
    }

    private static TestJob job() {
        return databases.job().table("Closed.T").channels(2).splitFactor(2);
    }

    private static void grant(TestDatabase database, String... what) throws SQLException {
        for (String privilege : what) {
            database.execute("GRANT " + privilege + " TO \"Mr. O'Hara \"\"test\"\"\"");
        }
    }

    private static List<Finding> failures(TestJob job) {
        return job.check().stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .toList();
    }

    /** Executes what the findings advise until there are none, and returns what it was. */
    private static List<String> mend(TestJob job, TestDatabase database) throws SQLException {
        List<String> cures = new ArrayList<>();
        List<Finding> failures = failures(job);
        assertThat(failures).isNotEmpty();
        while (!failures.isEmpty()) {
            List<String> advised = failures.stream()
                    .flatMap(finding -> finding.cure().stream())
                    .toList();
            assertThat(advised).isNotEmpty().noneMatch(cures::contains);
            database.execute(advised.toArray(String[]::new));
            cures.addAll(advised);
            failures = failures(job);
        }
        return cures;
    }

    static Stream<Arguments> barredSources() {
        return Stream.of(
                Arguments.of(List.of(), 1),
                Arguments.of(List.of("USAGE ON SCHEMA \"Closed\""), 1),
                Arguments.of(List.of("SELECT ON \"Closed\".\"T\""), 1),
                Arguments.of(List.of("USAGE ON SCHEMA \"Closed\"", "SELECT (id, v) ON \"Closed\".\"T\""), 1),
                Arguments.of(List.of("USAGE ON SCHEMA \"Closed\"", "INSERT ON \"Closed\".\"T\""), 1));
    }

    @ParameterizedTest
    @MethodSource("barredSources")
    void ofTheSource(List<String> granted, int cures) throws SQLException {
        grant(databases.source(), granted.toArray(String[]::new));
        TestJob job = job().from(place -> place.as(USER, PASSWORD));

        assertThat(failures(job).get(0).detail()).contains("permission denied");
        RunReport report = job.run();
        assertThat(report.status()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(report.error())
                .get()
                .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.PREFLIGHT_FAILED));
        assertThat(mend(job, databases.source())).hasSize(cures);

        databases.succeed(job);
        databases.assertSame("\"Closed\".\"T\"");
    }

    static Stream<Arguments> barredDestinations() {
        return Stream.of(
                Arguments.of(List.of(), 2),
                Arguments.of(List.of("USAGE ON SCHEMA \"Closed\""), 1),
                Arguments.of(List.of("INSERT ON \"Closed\".\"T\""), 1),
                Arguments.of(List.of("USAGE ON SCHEMA \"Closed\"", "INSERT (id, v) ON \"Closed\".\"T\""), 1),
                Arguments.of(List.of("USAGE ON SCHEMA \"Closed\"", "SELECT ON \"Closed\".\"T\""), 1));
    }

    @ParameterizedTest
    @MethodSource("barredDestinations")
    void ofTheDestination(List<String> granted, int cures) throws SQLException {
        grant(databases.destination(), granted.toArray(String[]::new));
        TestJob job = job().into(place -> place.as(USER, PASSWORD));

        RunReport report = job.run();
        assertThat(report.status()).isEqualTo(RunStatus.NOT_STARTED);
        assertThat(report.error()).get().asString().contains(USER + " may not ");
        assertThat(mend(job, databases.destination())).hasSize(cures).allMatch(cure -> cure.startsWith("GRANT "));

        databases.succeed(job);
        databases.assertSame("\"Closed\".\"T\"");
    }

    @Test
    void ofASequenceThatFillsAColumn() throws SQLException {
        grant(databases.destination(), "USAGE ON SCHEMA \"Closed\"", "INSERT ON \"Closed\".\"T\"");
        TestJob job = job().into(place -> place.as(USER, PASSWORD)).read("v").to("Closed.T", "v");

        assertThat(mend(job, databases.destination()))
                .containsExactly("GRANT USAGE ON SEQUENCE \"Closed\".\"T_id_seq\" TO \"Mr. O'Hara \"\"test\"\"\"");

        databases.succeed(job);
        databases.assertSame("(SELECT id, v, NULL FROM \"Closed\".\"T\")", "\"Closed\".\"T\"");
    }

    private static final String POSITIVE =
            "CREATE FUNCTION \"Ok\"(i int) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN i > 0; END';"
                    + "REVOKE EXECUTE ON FUNCTION \"Ok\" FROM PUBLIC;";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EXECUTE ON FUNCTION public.\"Ok\"(i integer) | CREATE TABLE p (id int CHECK (\"Ok\"(id)), v text)",
                "EXECUTE ON FUNCTION public.\"Ok\"(i integer) | CREATE DOMAIN d AS int CHECK (\"Ok\"(VALUE)); CREATE TABLE p (id d, v text)",
                "EXECUTE ON FUNCTION public.\"Ok\"(i integer) | CREATE TABLE p (id int, v text, w boolean DEFAULT \"Ok\"(1))",
                "EXECUTE ON FUNCTION public.\"Ok\"(i integer) | CREATE TABLE p (id int, v text); CREATE INDEX ON p (\"Ok\"(id))",
                "EXECUTE ON FUNCTION public.\"Ok\"(i integer) | CREATE OPERATOR !! (PROCEDURE = \"Ok\", RIGHTARG = int); CREATE TABLE p (id int CHECK (!! id), v text)",
                "EXECUTE ON FUNCTION public.\"Ok\"(i integer) | CREATE TABLE p (id int, v text) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p (CHECK (\"Ok\"(id))) FOR VALUES FROM (0) TO (1000)",
                "USAGE ON SEQUENCE public.\"S\"               | CREATE SEQUENCE \"S\"; CREATE TABLE p (id int, v text, w bigint DEFAULT nextval('\"S\"'::text))",
                "USAGE ON SEQUENCE \"Closed\".s               | CREATE SEQUENCE \"Closed\".s; GRANT USAGE ON SCHEMA \"Closed\" TO PUBLIC; CREATE TABLE p (id int, v text, w bigint DEFAULT nextval(('\"Closed\".s'::text)::regclass))",
                "USAGE ON SCHEMA \"Closed\"                   | CREATE SEQUENCE \"Closed\".s; GRANT USAGE ON SEQUENCE \"Closed\".s TO PUBLIC; CREATE TABLE p (id int, v text, w bigint DEFAULT nextval('\"Closed\".s'::text))",
                "USAGE ON SCHEMA \"Closed\"                   | CREATE DOMAIN \"Closed\".d AS text; CREATE TABLE b (id int, v \"Closed\".d); CREATE VIEW p AS SELECT * FROM b",
                "USAGE ON TYPE public.d                       | CREATE DOMAIN d AS text; REVOKE USAGE ON TYPE d FROM PUBLIC; CREATE TABLE b (id int, v d); CREATE VIEW p AS SELECT * FROM b"
            })
    void ofWhatATablesDefinitionUses(String privilege, String table) throws SQLException {
        databases.destination().execute(POSITIVE + table);
        grant(databases.destination(), "INSERT ON p");
        TestJob job = databases
                .job()
                .into(place -> place.as(USER, PASSWORD))
                .tables("Closed.T")
                .read("id", "v")
                .to("p", "id", "v");

        assertThat(mend(job, databases.destination()))
                .containsExactly("GRANT " + privilege + " TO \"Mr. O'Hara \"\"test\"\"\"");

        databases.succeed(job);
        databases.assertSame("(SELECT id, v FROM \"Closed\".\"T\")", "(SELECT id, v FROM p)");
    }

    @Test
    void ofWhatATriggerUsesIsToldWhenItFails() throws SQLException {
        databases
                .destination()
                .execute(
                        POSITIVE,
                        "CREATE TABLE p (id int, v text)",
                        "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN IF \"Ok\"(NEW.id) THEN RETURN NEW; END IF; RETURN NULL; END'",
                        "CREATE TRIGGER watch BEFORE INSERT ON p FOR EACH ROW EXECUTE PROCEDURE watch()");
        grant(databases.destination(), "INSERT ON p");
        TestJob job = databases
                .job()
                .into(place -> place.as(USER, PASSWORD))
                .tables("Closed.T")
                .read("id", "v")
                .to("p");

        String cure = job.run().error().orElseThrow().hint().orElseThrow();
        assertThat(cure).startsWith("GRANT EXECUTE ON FUNCTION \"Ok\" TO \"Mr. O'Hara");
        databases.destination().execute(cure.substring(0, cure.indexOf(" (")));

        databases.succeed(job);
    }

    @Test
    void ofTemporaryTablesWhereRowsAreStaged() throws SQLException {
        TestDatabase destination = databases.destination();
        destination.execute(
                "CREATE RULE staged AS ON INSERT TO \"Closed\".\"T\" DO ALSO NOTHING",
                "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$");
        grant(destination, "USAGE ON SCHEMA \"Closed\"", "INSERT ON \"Closed\".\"T\"");
        TestJob job = job().into(place -> place.as(USER, PASSWORD));

        assertThat(mend(job, destination)).singleElement().asString().startsWith("GRANT TEMPORARY ON DATABASE ");

        databases.succeed(job);
        databases.assertSame("\"Closed\".\"T\"");
    }

    @Test
    void toReadTheDestinationIsNotNeeded() throws SQLException {
        databases.destination().execute("INSERT INTO \"Closed\".\"T\" VALUES (7, 'there', 'before')");
        grant(databases.destination(), "USAGE ON SCHEMA \"Closed\"", "INSERT ON \"Closed\".\"T\"");
        TestJob job = job().into(place -> place.as(USER, PASSWORD)).bearAll();

        databases.succeed(job);

        assertThat(job.dirtyRows())
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsEntry("id", "7"));
        assertThat(databases.count("\"Closed\".\"T\"")).isEqualTo(500);
    }

    @Test
    void toSomeColumnsOfTheSourceIsEnoughForThem() throws SQLException {
        grant(databases.source(), "USAGE ON SCHEMA \"Closed\"", "SELECT (id, v) ON \"Closed\".\"T\"");
        TestJob job =
                job().from(place -> place.as(USER, PASSWORD)).read("id", "v").to("Closed.T", "id", "v");

        databases.succeed(job);
        databases.succeed(job.splitPk("id").preSql("TRUNCATE @table"));

        databases.assertSame("(SELECT id, v, NULL FROM \"Closed\".\"T\")", "\"Closed\".\"T\"");
    }

    @Test
    void toAPartitionedTableIsEnoughForItsPartitions() throws SQLException {
        databases
                .source()
                .execute(
                        "CREATE SCHEMA hidden",
                        "CREATE TABLE p (id int, v text) PARTITION BY RANGE (id)",
                        "CREATE TABLE hidden.p1 PARTITION OF p FOR VALUES FROM (0) TO (100)",
                        "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (1000)",
                        "INSERT INTO p SELECT i, 'v' FROM generate_series(1, 500) i");
        grant(databases.source(), "SELECT ON p");
        databases.destination().execute("CREATE TABLE p (id int, v text)");
        TestJob job = databases
                .job()
                .from(place -> place.as(USER, PASSWORD))
                .table("p")
                .channels(2);

        databases.succeed(job);
        grant(databases.source(), "SELECT ON p2, hidden.p1");
        databases.succeed(job.preSql("TRUNCATE @table"));

        databases.assertSame("p");
    }

    @Test
    void aHiddenTableIsNamed() throws SQLException {
        Finding finding = failures(databases.job().table("t").from(place -> place.as(USER, PASSWORD)))
                .get(0);

        assertThat(finding.detail()).isEqualTo("There is no table t in the source that " + USER + " can see");
        assertThat(finding.cure())
                .get()
                .asString()
                .contains("\"Closed\".\"T\"")
                .contains("GRANT USAGE ON SCHEMA \"Closed\" TO \"Mr. O'Hara \"\"test\"\"\"");
    }
}
