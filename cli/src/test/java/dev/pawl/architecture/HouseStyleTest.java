// SPDX-License-Identifier: Apache-2.0
package dev.pawl.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What keeps the code readable and its tests quick. */
class HouseStyleTest {
    private static final int MEDIAN = 100;
    private static final int MOST = 500;

    @Test
    void no_test_sleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .because("a test that sleeps is slow on one machine and wrong on another; wait for what should happen")
                .check(Sources.tests());
    }

    @Test
    void files_are_short() throws IOException {
        Map<Path, Integer> lines = new LinkedHashMap<>();
        for (Path file : Sources.mainFiles()) {
            lines.put(Sources.relative(file), Files.readAllLines(file).size());
        }
        assertThat(lines)
                .as("lines of each file")
                .allSatisfy((file, count) -> assertThat(count).isLessThanOrEqualTo(MOST));
        List<Integer> sorted = new ArrayList<>(lines.values());
        sorted.sort(null);
        assertThat(sorted.get(sorted.size() / 2)).as("median of lines").isLessThanOrEqualTo(MEDIAN);
    }

    @Test
    void every_package_says_what_it_is_for() {
        List<Path> files = Sources.mainFiles();
        assertThat(files)
                .filteredOn(file -> !file.endsWith("module-info.java"))
                .allSatisfy(file ->
                        assertThat(file.resolveSibling("package-info.java")).exists());
    }
}
