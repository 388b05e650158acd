package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice");

    private static final ArchRule ARROWS = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.sluice..")
            .layer("root")
            .definedBy("dev.sluice")
            .layer("job")
            .definedBy("dev.sluice.job")
            .layer("row")
            .definedBy("dev.sluice.row")
            .layer("preflight")
            .definedBy("dev.sluice.preflight")
            .layer("change")
            .definedBy("dev.sluice.change")
            .layer("connector")
            .definedBy("dev.sluice.connector")
            .layer("batch")
            .definedBy("dev.sluice.batch")
            .layer("realtime")
            .definedBy("dev.sluice.realtime")
            .layer("engine")
            .definedBy("dev.sluice.engine")
            .optionalLayer("stream")
            .definedBy("dev.sluice.stream")
            .whereLayer("engine")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("stream")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("realtime")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("batch")
            .mayOnlyBeAccessedByLayers("realtime", "engine")
            .whereLayer("connector")
            .mayOnlyBeAccessedByLayers("batch", "realtime", "engine", "stream")
            .whereLayer("change")
            .mayOnlyBeAccessedByLayers("connector", "realtime", "engine", "stream")
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("preflight", "change", "connector", "batch", "realtime", "engine", "stream")
            .whereLayer("row")
            .mayOnlyBeAccessedByLayers("change", "connector", "batch", "realtime", "engine", "stream")
            .whereLayer("preflight")
            .mayOnlyBeAccessedByLayers("change", "connector", "batch", "realtime", "engine", "stream");

    private static final ArchRule NO_DRIVER_AND_NO_SERVER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "java.net.http..");

    private static final ArchRule TIME_COMES_FROM_OUTSIDE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Instant.class, "now");

    private static final ArchRule NAMES_SAY_SOMETHING = classes()
            .should()
            .haveSimpleNameNotEndingWith("Impl")
            .andShould(notBeCalled("Util", "Utils", "Helper", "Manager"));

    @Test
    void arrowsGoOneWay() {
        ARROWS.check(MAIN);
    }

    @Test
    void theCoreKnowsNoDriverAndNoServer() {
        NO_DRIVER_AND_NO_SERVER.check(MAIN);
    }

    @Test
    void timeComesFromOutside() {
        TIME_COMES_FROM_OUTSIDE.check(MAIN);
    }

    @Test
    void namesSaySomething() {
        NAMES_SAY_SOMETHING.check(MAIN);
    }

    private static ArchCondition<JavaClass> notBeCalled(String... endings) {
        return new ArchCondition<>("have a name that says what it is") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (String ending : endings) {
                    if (type.getSimpleName().endsWith(ending)) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " ends with " + ending));
                    }
                }
            }
        };
    }
}
