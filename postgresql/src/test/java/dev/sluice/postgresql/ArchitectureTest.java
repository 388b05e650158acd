package dev.sluice.postgresql;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the connector shows, and what it stands on. */
final class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice.postgresql");

    static Stream<ArchRule> rules() {
        return Stream.of(
                classes()
                        .that()
                        .arePublic()
                        .should()
                        .be(PostgresConnector.class)
                        .as("the connector itself is the only public class"),
                classes().should().resideInAPackage("dev.sluice.postgresql").as("the package is flat"),
                classes()
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "javax..",
                                "org.postgresql..",
                                "org.jspecify..",
                                "org.checkerframework..",
                                "dev.sluice",
                                "dev.sluice.connector",
                                "dev.sluice.job",
                                "dev.sluice.preflight",
                                "dev.sluice.row",
                                "dev.sluice.postgresql")
                        .as("it knows the contracts, and neither runs nor engines"),
                noClasses()
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .as("nothing sleeps or prints"),
                fields().that().areStatic().should().beFinal().as("there is no static state"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(MODULE);
    }
}
