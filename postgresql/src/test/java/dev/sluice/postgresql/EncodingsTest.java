package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ErrorCode;
import dev.sluice.job.RealtimeJob;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases that do not hold UTF-8: the servers convert, and what cannot be converted is refused by name. */
final class EncodingsTest {
    /** The column {@code note} is a text at the destination where rows are to travel as text. */
    @ParameterizedTest
    @CsvSource({
        "LATIN1,     UTF8,   varchar, naïve",
        "LATIN1,     UTF8,   text,    naïve",
        "UTF8,       LATIN1, varchar, naïve",
        "UTF8,       LATIN1, text,    naïve",
        "EUC_CN,     UTF8,   varchar, 数据表",
        "EUC_CN,     UTF8,   text,    数据表",
        "UTF8,       EUC_CN, varchar, 数据表",
        "UTF8,       EUC_CN, text,    数据表",
        "LATIN1,     LATIN1, varchar, naïve",
        "EUC_CN,     EUC_CN, varchar, 数据表",
        "SQL_ASCII,  UTF8,   varchar, plain",
        "UTF8,  SQL_ASCII,   varchar, naïve"
    })
    void areConverted(String from, String to, String note, String value) throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase(from);
                TestDatabase destination = TestingPostgres.shared().newDatabase(to)) {
            source.execute("CREATE TABLE t (v text, note varchar)", "INSERT INTO t VALUES ('" + value + "', 'n')");
            destination.execute("CREATE TABLE t (v text, note " + note + ")");

            assertThat(new TestJob(source, destination).table("t").run().error())
                    .isEmpty();

            assertThat(destination.value("SELECT encode(convert_to(v, 'UTF8'), 'hex') FROM t"))
                    .isEqualTo(TestingPostgres.shared().value("SELECT encode(convert_to(?, 'UTF8'), 'hex')", value));
        }
    }

    /** The column {@code note} is a text at the destination where rows are to travel as text. */
    @ParameterizedTest
    @CsvSource({
        "LATIN1, COPY,   varchar, 数据",
        "LATIN1, COPY,   text,    数据",
        "LATIN1, INSERT, varchar, 数据",
        "LATIN1, INSERT, text,    ł",
        "EUC_CN, COPY,   varchar, 😀",
        "EUC_CN, COPY,   text,    ł",
        "EUC_CN, INSERT, varchar, 😀",
        "EUC_CN, INSERT, text,    ł"
    })
    void whatTheDestinationHasNoCharacterForIsADirtyRow(String encoding, WriteMode mode, String note, String value)
            throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase("UTF8");
                TestDatabase destination = TestingPostgres.shared().newDatabase(encoding)) {
            source.execute(
                    "CREATE TABLE t (id int, v text, note varchar)",
                    "INSERT INTO t VALUES (1, 'plain'), (2, '" + value + "'), (3, 'x')");
            destination.execute("CREATE TABLE t (id int, v text, note " + note + ")");
            TestJob job = new TestJob(source, destination).table("t").mode(mode).bearAll();

            assertThat(job.run().error()).isEmpty();

            assertThat(destination.query("SELECT id FROM t ORDER BY 1"))
                    .extracting(row -> row.get(0))
                    .containsExactly("1", "3");
            assertThat(job.dirtyRows()).singleElement().satisfies(row -> {
                assertThat(row.sqlState()).isEqualTo("22P05");
                assertThat(row.message()).contains("UTF8").contains(encoding);
                assertThat(row.values()).containsEntry("id", "2").containsEntry("v", value);
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UTF8      | LATIN1    | REJECT  | destination encoding | the database holds LATIN1: a text with a character that | Bear dirty rows",
                "UTF8      | EUC_CN    | STRIP   | destination encoding | the database holds EUC_CN: a text with a character that | Bear dirty rows",
                "UTF8      | EUC_CN    | REPLACE | destination encoding | and so does the U+FFFD of nulByte replace               | Set nulByte to strip",
                "UTF8      | SQL_ASCII | REPLACE | destination encoding | the database has none (SQL_ASCII): texts are stored     | client_encoding UTF8",
                "SQL_ASCII | UTF8      | REJECT  | source encoding      | a text whose bytes are not UTF-8 ends the run           | convert_from("
            })
    void whatIsToBeKnownIsSaidBeforeTheRun(
            String from, String to, NulByte nulByte, String check, String detail, String cure) throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase(from);
                TestDatabase destination = TestingPostgres.shared().newDatabase(to)) {
            source.execute("CREATE TABLE t (v text)");
            destination.execute("CREATE TABLE t (v text)");

            Finding finding = Findings.only(
                    Outcome.WARNING, new TestJob(source, destination).table("t").nulByte(nulByte));

            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.detail()).contains(detail);
            assertThat(finding.cure().orElseThrow()).contains(cure);
        }
    }

    @ParameterizedTest
    @CsvSource({"LATIN1, UTF8", "EUC_CN, UTF8", "UTF8, UTF8"})
    void whatAlwaysFitsNeedsNoWord(String from, String to) throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase(from);
                TestDatabase destination = TestingPostgres.shared().newDatabase(to)) {
            source.execute("CREATE TABLE t (v text)");
            destination.execute("CREATE TABLE t (v text)");

            Findings.assertNone(new TestJob(source, destination).table("t"));
        }
    }

    /** A database without an encoding holds bytes of any. */
    @Test
    void bytesOfNoEncodingArriveWhereTheyAreUtf8() throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase("SQL_ASCII");
                TestDatabase destination = TestingPostgres.shared().newDatabase("UTF8")) {
            source.execute("CREATE TABLE t (v text)", "INSERT INTO t VALUES (E'na\\303\\257ve')");
            destination.execute("CREATE TABLE t (v text)");

            assertThat(new TestJob(source, destination).table("t").run().error())
                    .isEmpty();

            assertThat(destination.query("SELECT v FROM t")).containsExactly(List.of("naïve"));
        }
    }

    @Test
    void bytesOfNoEncodingAreReadByTheAdvice() throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase("SQL_ASCII");
                TestDatabase destination = TestingPostgres.shared().newDatabase("UTF8")) {
            source.execute("CREATE TABLE t (name text)", "INSERT INTO t VALUES (E'na\\357ve'), (NULL), ('a\\b')");
            destination.execute("CREATE TABLE t (name text)");
            String advice = PgErrors.NOT_ITS_ENCODING;

            assertThat(new TestJob(source, destination)
                            .table("t")
                            .read(advice.substring(advice.indexOf("convert_from(")))
                            .run()
                            .error())
                    .isEmpty();

            assertThat(destination.query("SELECT name FROM t ORDER BY 1"))
                    .extracting(row -> row.get(0))
                    .containsExactly("a\\b", "naïve", null);
        }
    }

    @Test
    void bytesOfNoEncodingThatAreNotUtf8EndTheRun() throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase("SQL_ASCII");
                TestDatabase destination = TestingPostgres.shared().newDatabase("UTF8")) {
            source.execute("CREATE TABLE t (v text)", "INSERT INTO t VALUES (E'na\\357ve')");
            destination.execute("CREATE TABLE t (v text)");

            assertThat(new TestJob(source, destination)
                            .table("t")
                            .bearAll()
                            .run()
                            .error())
                    .get()
                    .satisfies(error -> {
                        assertThat(error.code()).isEqualTo(ErrorCode.SOURCE_FAILED);
                        assertThat(error).hasMessageContaining("UTF8").hasMessageContaining("0xef");
                        assertThat(error.hint()).contains(PgErrors.NOT_ITS_ENCODING);
                    });
        }
    }

    @Test
    void aNameThatTheDatabaseCannotHoldIsShown() throws SQLException {
        TestingPostgres server = TestingPostgres.shared();
        try (TestDatabase source = server.newDatabase("LATIN1");
                TestDatabase destination = server.newDatabase()) {
            assertThat(new TestJob(source, destination).table("数据").check())
                    .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                    .first()
                    .satisfies(finding -> {
                        assertThat(finding.detail()).contains("数据", "LATIN1");
                        assertThat(finding.cure()).get().asString().contains("correct the name");
                    });
        }
    }

    @Test
    void anEncodingThatIsNotConvertedToUtf8IsNamedBeforeTheRun() throws SQLException {
        TestingPostgres server = TestingPostgres.shared();
        server.execute("CREATE DATABASE mule TEMPLATE template0 ENCODING 'MULE_INTERNAL' LC_COLLATE 'C' LC_CTYPE 'C'");
        try (TestDatabase destination = server.newDatabase()) {
            assertThat(new TestJob(server.database("mule"), destination)
                            .table("t")
                            .check())
                    .filteredOn(finding -> finding.outcome() == Outcome.FAILED)
                    .first()
                    .satisfies(finding -> {
                        assertThat(finding.code()).hasValue(ErrorCode.PREFLIGHT_FAILED);
                        assertThat(finding.detail()).contains("MULE_INTERNAL");
                        assertThat(finding.cure()).get().asString().contains("a database with ENCODING 'UTF8'");
                    });
        } finally {
            server.execute("DROP DATABASE mule");
        }
    }

    @Test
    void ofTheSourceDoNotConcernWhatIsToldOfDdl(@TempDir Path folder) throws SQLException {
        try (TestDatabase source = TestingPostgres.shared().newDatabase("LATIN1");
                TestDatabase destination = TestingPostgres.shared().newDatabase("UTF8")) {
            RealtimeJobs jobs = new RealtimeJobs(TestEndpoint.of(source), TestEndpoint.of(destination), folder);
            RealtimeJob job = RealtimeJobs.job("latin", "t");
            source.execute("CREATE TABLE t (id int PRIMARY KEY)");
            try {
                jobs.catchUp(job);
                source.execute(
                        "ALTER TABLE t ADD COLUMN \"größe\" text DEFAULT 'naïve'",
                        "CREATE TABLE \"fremde Größe\" (i int)",
                        "INSERT INTO t VALUES (1, 'é')");

                jobs.catchUp(job);

                assertThat(destination.value("SELECT \"größe\" FROM t")).isEqualTo("é");
            } finally {
                jobs.forget(job);
            }
        }
    }
}
