package dev.sluice.postgresql;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What the connector shows, and what it stands on. */
final class ArchitectureTest {
    /** A text that ends with a quote where a value is put in, or begins with one behind it. */
    private static final Pattern QUOTED_BY_HAND = Pattern.compile("('|\\\\\")\" \\+|\\+ \"('|\\\\\")");

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice.postgresql");

    /** The driver makes the socket factories itself, by their names, which takes public classes. */
    @Test
    void theConnectorIsTheOnlyPublicTypeForCallers() {
        Class<?>[] visible = {
            PostgresConnector.class, TlsSocketFactory.class, KeptSocketFactory.class, StreamSocketFactory.class
        };
        classes().that().arePublic().should(be(belongToAnyOf(visible))).check(MODULE);
        classes().that().belongToAnyOf(visible).should().bePublic().check(MODULE);
        noClasses()
                .should()
                .callConstructor(TlsSocketFactory.class, Properties.class)
                .orShould()
                .callConstructor(StreamSocketFactory.class, String.class)
                .check(MODULE);
    }

    @Test
    void thePackageIsFlat() {
        classes().should().resideInAPackage("dev.sluice.postgresql").check(MODULE);
    }

    @Test
    void itKnowsTheContractsAndNeitherRunsNorEngines() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "jdk.net",
                        "javax.net",
                        "javax.net.ssl..",
                        "javax.security.auth.x500..",
                        "org.postgresql..",
                        "org.jspecify..",
                        "dev.sluice",
                        "dev.sluice.change",
                        "dev.sluice.connector",
                        "dev.sluice.job",
                        "dev.sluice.preflight",
                        "dev.sluice.row",
                        "dev.sluice.postgresql")
                .check(MODULE);
    }

    @Test
    void statementsAreSentBySessionsOnly() {
        noClasses()
                .that(not(belongToAnyOf(
                        PgSession.class, PgServer.class, DriverConnection.class, ConnectionAttempt.class)))
                .should()
                .dependOnClassesThat(belongToAnyOf(
                        Connection.class,
                        DriverManager.class,
                        Statement.class,
                        PreparedStatement.class,
                        PGConnection.class))
                .check(MODULE);
    }

    @Test
    void timeComesFromOutside() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat(type(Clock.class))
                .check(MODULE);
    }

    @Test
    void nothingIsPrintedAndNothingExits() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(MODULE);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(MODULE);
    }

    @Test
    void onlyOneClassQuotesNamesAndLiterals() throws IOException {
        Path sources = Path.of("src", "main", "java", "dev", "sluice", "postgresql");

        assertThat(quotingByHand(sources.resolve("Quoting.java"))).isTrue();
        try (Stream<Path> files = Files.list(sources)) {
            List<Path> found = files.filter(file -> !file.endsWith("Quoting.java"))
                    .filter(ArchitectureTest::quotingByHand)
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    private static boolean quotingByHand(Path source) {
        try {
            return QUOTED_BY_HAND.matcher(Files.readString(source)).find();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
