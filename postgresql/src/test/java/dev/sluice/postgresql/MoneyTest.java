package dev.sluice.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.RunStatus;
import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import dev.sluice.testkit.TestDatabase;
import dev.sluice.testkit.TestingPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Money between databases of different lc_monetary keeps its amount where both have as many decimal places. The servers
 * take the machine's locales: on one that has only C, as many containers do, C is all that is tested.
 */
final class MoneyTest {
    private static final List<String> LOCALES =
            List.of("C", "en_US.UTF-8", "de_DE.UTF-8", "fr_CH.UTF-8", "ja_JP.UTF-8", "ar_BH.UTF-8");

    @RegisterExtension
    static final TwoDatabases databases = new TwoDatabases();

    /** A locale that the server takes, and how many decimal places money has in it. */
    record Locale(String name, String decimals) {}

    static List<Arguments> pairs() throws SQLException {
        return pairs((from, to) -> from.decimals().equals(to.decimals()));
    }

    static List<Arguments> unlikePairs() throws SQLException {
        return pairs((from, to) -> !from.decimals().equals(to.decimals()));
    }

    private static List<Arguments> pairs(BiPredicate<Locale, Locale> wanted) throws SQLException {
        List<Locale> locales = locales();
        List<Arguments> pairs = new ArrayList<>();
        for (Locale from : locales) {
            locales.stream().filter(to -> wanted.test(from, to)).forEach(to -> pairs.add(Arguments.of(from, to)));
        }
        return pairs;
    }

    private static List<Locale> locales() throws SQLException {
        List<Locale> locales = new ArrayList<>();
        try (TestDatabase database = TestingPostgres.shared().newDatabase()) {
            for (String name : LOCALES) {
                if (isThere(database, name)) {
                    locales.add(new Locale(
                            name, Objects.requireNonNull(database.value("SELECT scale(1::numeric::money::numeric)"))));
                }
            }
        }
        return locales;
    }

    private static boolean isThere(TestDatabase database, String locale) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET lc_monetary = '" + locale + "'");
        } catch (SQLException e) {
            return false;
        }
        setLocale(database, locale);
        return true;
    }

    private static void setLocale(TestDatabase database, String locale) throws SQLException {
        database.execute("ALTER DATABASE " + database.name() + " SET lc_monetary = '" + locale + "'");
    }

    @AfterEach
    void forgetLocales() throws SQLException {
        setLocale(databases.source(), "C");
        setLocale(databases.destination(), "C");
    }

    /** The column {@code note} makes rows travel as text; in binary form money is a number anyway. */
    @ParameterizedTest
    @MethodSource("pairs")
    void keepsItsAmount(Locale from, Locale to) throws SQLException {
        setLocale(databases.source(), from.name());
        setLocale(databases.destination(), to.name());
        databases
                .source()
                .execute(
                        "CREATE TABLE t (a money, b numeric, c money, note varchar)",
                        "INSERT INTO t SELECT v::money, v::money::numeric, v::money, 'n' FROM unnest(ARRAY[0, 1000,"
                                + " -1234567.5, 0.004, 1234567, 1.5]::numeric[]) v");
        databases.destination().execute("CREATE TABLE t (a money, b money, c numeric, note text)");

        databases.succeed(databases.job().table("t").read("a", "b", "c::numeric", "note"));

        databases.assertSame(
                "(SELECT a::numeric, b, c::numeric, note FROM t)",
                "(SELECT a::numeric, b::numeric, c::numeric(30," + to.decimals() + "), note FROM t)");
    }

    /** Whether rows travel in binary form or, because of {@code note}, as text. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("unlikePairs")
    void ofAnotherAmountIsNamedBeforeTheRun(Locale from, Locale to) throws SQLException {
        setLocale(databases.source(), from.name());
        setLocale(databases.destination(), to.name());
        databases.source().execute("CREATE TABLE t (a money, note varchar)", "INSERT INTO t VALUES (1234::money, 'n')");
        for (String note : List.of("varchar", "text")) {
            databases.destination().execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (a money, note " + note + ")");
            TestJob job = databases.job().table("t");

            Finding finding = Findings.only(Outcome.FAILED, job);
            assertThat(finding.detail())
                    .startsWith("money has " + from.decimals() + " decimal places at the source and " + to.decimals());
            assertThat(job.run().status()).isEqualTo(RunStatus.NOT_STARTED);
            assertThat(finding.cure()).get().asString().endsWith("\"a::numeric\"");
            databases.succeed(job.read("a::numeric", "note"));
            databases.assertSame(
                    "(SELECT a::numeric::numeric(30,4), note FROM t)",
                    "(SELECT a::numeric::numeric(30,4), note FROM t)");
        }
    }
}
