// SPDX-License-Identifier: Apache-2.0
package dev.pawl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/conformance.md names for each requirement the tests that carry its id as a tag. The last column is written from the
 * tests; the others by hand.
 */
class ConformanceTest {

    private static final Path PAGE = Sources.root().resolve("docs/conformance.md");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\| (.*?) \\| (.*?) \\|(.*)");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]\\d+)\"\\)");

    @Test
    void thePageNamesTheTestsOfEachRequirement() throws IOException {
        Map<String, Set<String>> tests = testsById();
        assertThat(tests).as("tests with requirement ids").isNotEmpty();
        List<String> lines = Files.readAllLines(PAGE);
        List<String> expected = new ArrayList<>();
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            expected.add(row.matches() ? row(row, tests) : line);
        }
        if (Boolean.getBoolean("pawl.regenerate")) {
            Files.write(PAGE, expected);
        } else {
            assertThat(lines)
                    .as("docs/conformance.md; write it anew with ./mvnw -pl cli -am test -Dtest=ConformanceTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dpawl.regenerate=true")
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void everyTagIsARequirementAndWhatIsHeldHasATest() throws IOException {
        Map<String, Set<String>> tests = testsById();
        Map<String, String> state = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                state.put(row.group(1), row.group(3));
            }
        }
        assertThat(state.keySet()).containsAll(tests.keySet());
        state.forEach((id, word) -> {
            if (word.equals("held")) {
                assertThat(tests.get(id))
                        .as("tests of %s, which is said to be held", id)
                        .isNotEmpty();
            }
        });
    }

    private static String row(Matcher row, Map<String, Set<String>> tests) {
        String names = String.join(", ", tests.getOrDefault(row.group(1), Set.of()));
        return "| " + row.group(1) + " | " + row.group(2) + " | " + row.group(3) + " | " + names + " |";
    }

    /** Ids to simple names of test classes and contracts. */
    private static Map<String, Set<String>> testsById() throws IOException {
        Map<String, Set<String>> tests = new TreeMap<>();
        for (Path file : Sources.testFiles()) {
            Matcher tag = TAG.matcher(Files.readString(file));
            String name = file.getFileName().toString().replace(".java", "");
            while (tag.find()) {
                tests.computeIfAbsent(tag.group(1), id -> new TreeSet<>()).add(name);
            }
        }
        return tests;
    }
}
