// SPDX-License-Identifier: Apache-2.0
package dev.pawl.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** core &lt;- engine &lt;- testkit, store-jdbc, stages, telemetry, server; cli composes. */
class ImportDirectionTest {
    /** Of each module, the modules it may see besides itself. */
    private static final Map<String, Set<String>> SEES = Map.of(
            "core", Set.of(),
            "engine", Set.of("core"),
            "testkit", Set.of("core", "engine"),
            "store-jdbc", Set.of("core", "engine"),
            "stages", Set.of("core", "engine"),
            "telemetry", Set.of("core", "engine"),
            "server", Set.of("core", "engine"),
            "cli", Set.of("core", "engine", "store-jdbc", "stages", "server"));

    /** Where each module's packages are; the engine has the root package and two below it. */
    private static final Map<String, String[]> PACKAGES = Map.of(
            "core", new String[] {"dev.pawl.core.."},
            "engine", new String[] {"dev.pawl", "dev.pawl.spi..", "dev.pawl.internal.."},
            "testkit", new String[] {"dev.pawl.testkit.."},
            "store-jdbc", new String[] {"dev.pawl.store.jdbc.."},
            "stages", new String[] {"dev.pawl.stages.."},
            "telemetry", new String[] {"dev.pawl.telemetry.."},
            "server", new String[] {"dev.pawl.server.."},
            "cli", new String[] {"dev.pawl.cli.."});

    @ParameterizedTest
    @ValueSource(strings = {"core", "engine", "testkit", "store-jdbc", "stages", "telemetry", "server", "cli"})
    void a_module_keeps_to_its_packages_and_sees_only_what_lies_below_it(String module) {
        JavaClasses main = Sources.classesOf(module);

        classes().should().resideInAnyPackage(PACKAGES.get(module)).check(main);
        DescribedPredicate<JavaClass> seen = resideInAnyPackage(PACKAGES.get(module));
        for (String below : SEES.get(module)) {
            seen = seen.or(resideInAnyPackage(PACKAGES.get(below)));
        }
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.pawl..").and(not(seen)).as("are of a module not below"))
                .because(module + " sees only " + SEES.get(module))
                .check(main);
    }

    @Test
    void the_engine_s_internal_packages_are_its_own() {
        assertThat(Sources.mainFiles())
                .filteredOn(file -> !Sources.relative(file).startsWith("engine"))
                .allSatisfy(file -> assertThat(file).content().doesNotContain("dev.pawl.internal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "testkit", "store-jdbc", "stages", "telemetry", "server", "cli"})
    void no_module_reaches_into_another_one_s_internal_packages(String module) {
        DescribedPredicate<JavaClass> own = resideInAnyPackage(PACKAGES.get(module));
        noClasses()
                .that(not(own))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.pawl..internal..").and(own))
                .check(Sources.classesOf(Sources.BELOW.toArray(String[]::new)));
    }

    @Test
    void the_spi_does_not_know_what_implements_the_engine() {
        noClasses()
                .that()
                .resideInAPackage("dev.pawl.spi..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pawl.internal..")
                .check(Sources.classesOf("engine"));
    }
}
