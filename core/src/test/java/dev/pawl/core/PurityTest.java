// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The three functions have no memory. */
@Tag("S2")
class PurityTest {

    @Test
    void theSameArgumentsGiveTheSamePlanInAnyOrderOnAnyThread() throws Exception {
        List<Scenario> rows =
                new ArrayList<>(Rows.all().filter(Scenario::isPlan).toList());
        Map<Scenario, Plan> first = new HashMap<>();
        rows.forEach(row -> first.put(row, row.plan()));
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            for (int round = 0; round < 20; round++) {
                Collections.shuffle(rows, new Random(round));
                List<ForkJoinTask<Plan>> plans =
                        rows.stream().map(row -> pool.submit(row::plan)).toList();
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(plans.get(i).get()).isEqualTo(first.get(rows.get(i)));
                }
            }
        }
    }

    @Test
    void theOrderOfLabelsDecidesNothing() {
        Map<String, String> oneWay = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            oneWay.put("l" + i, "v");
            other.put("l" + (8 - i), "v");
        }
        Run a = created(oneWay);
        Run b = created(other);
        assertThat(a.created()).isEqualTo(b.created());
        PipelineSpec pipeline = Words.pipeline(Words.stage("a"), Words.stage("b"));
        assertThat(Decider.next(pipeline, a, Words.here().world(), Words.ZERO))
                .isEqualTo(Decider.next(pipeline, b, Words.here().world(), Words.ZERO));
    }

    private static Run created(Map<String, String> labels) {
        Event created = new Event.Created(
                Words.ZERO,
                "p",
                1,
                Words.DEFINITION,
                List.of("a", "b"),
                Words.INPUT,
                null,
                null,
                labels,
                Queueing.NONE);
        return Words.fold(created, Words.claimed());
    }

    @Test
    void onlyAcceptAndNextMakeEvents() throws IOException {
        Path sources = Path.of("src/main/java/dev/pawl/core");
        try (Stream<Path> files = Files.list(sources)) {
            List<String> makers = files.filter(PurityTest::makesEvents)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
            assertThat(makers)
                    .containsExactly(
                            "Accepting.java",
                            "AcceptingDocuments.java",
                            "AcceptingFacts.java",
                            "AcceptingInherited.java",
                            "ItemPlanning.java",
                            "Planning.java",
                            "StagePlanning.java");
        }
    }

    private static boolean makesEvents(Path file) {
        try {
            return Files.readString(file).contains("new Event.");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
