// SPDX-License-Identifier: Apache-2.0
package dev.pawl.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The core decides the same on every machine and at every hour: it receives time and ids, does no I/O, iterates in a fixed order. */
class PureCoreTest {
    private final JavaClasses core = Sources.classesOf("core");

    @Test
    void sees_the_jdk_and_jspecify_only() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pawl.core..",
                        "org.jspecify.annotations..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.math..")
                .check(core);
    }

    @Test
    void does_no_input_or_output() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.sql..",
                        "java.net..",
                        "java.util.logging..",
                        "java.util.concurrent..")
                .check(core);
    }

    @Test
    void asks_no_clock() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(core);
        noCalls(
                "read the time",
                access -> call(access, "java.time.", "now")
                        || call(access, "java.lang.System", "nanoTime")
                        || call(access, "java.lang.System", "currentTimeMillis"));
    }

    @Test
    void starts_and_delays_no_thread() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(core);
    }

    @Test
    void leaves_nothing_to_chance() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .check(core);
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(core);
        noCalls(
                "make up ids or numbers",
                access -> call(access, "java.util.UUID", "randomUUID")
                        || call(access, "java.lang.Math", "random")
                        || call(access, "java.lang.System", "identityHashCode"));
    }

    @Test
    void has_no_collection_without_a_fixed_order() {
        noCalls(
                "use Map.of, Set.of or copyOf, whose order differs at each start",
                access -> (isOwner(access, Map.class) || isOwner(access, Set.class))
                        && (access.getTarget().getName().matches("of|ofEntries|copyOf"))
                        && !access.getTarget().getFullName().endsWith("of()"));
        noCalls(
                "use HashMap or HashSet, whose order is of hashes",
                access -> isOwner(access, HashMap.class) || isOwner(access, HashSet.class));
        noCalls(
                "collect into a HashMap or HashSet",
                access -> call(access, "java.util.stream.Collectors", "toSet")
                        || call(access, "java.util.stream.Collectors", "toUnmodifiableSet")
                        || call(access, "java.util.stream.Collectors", "toUnmodifiableMap")
                        || (call(access, "java.util.stream.Collectors", "toMap")
                                && !access.getTarget().getFullName().contains("Supplier"))
                        || (call(access, "java.util.stream.Collectors", "groupingBy")
                                && !access.getTarget().getFullName().contains("Supplier")));
    }

    private void noCalls(String what, Predicate<JavaAccess<?>> forbidden) {
        noClasses().should().accessTargetWhere(describe(what, forbidden)).check(core);
    }

    private static boolean isOwner(JavaAccess<?> access, Class<?> type) {
        return access.getTargetOwner().isEquivalentTo(type);
    }

    private static boolean call(JavaAccess<?> access, String owner, String name) {
        return access.getTargetOwner().getName().startsWith(owner)
                && access.getTarget().getName().equals(name);
    }
}
