// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.StageView;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a stage, in a line. */
class StageWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0    | 0   | 0 | 0 | 0 | ████████████████████  0 of 0 items",
                "4    | 1   | 0 | 2 | 0 | █████░░░░░░░░░░░░░░░  1 of 4 items, 2 running",
                "1800 | 412 | 3 | 2 | 0 | ████░░░░░░░░░░░░░░░░  412 of 1,800 items, 3 failed, 2 running",
                "10   | 9   | 0 | 0 | 1 | ██████████████████░░  9 of 10 items, 1 in doubt",
            })
    @Tag("B5")
    void items(int total, int done, int failed, int running, int doubt, String line) {
        ItemCounts items = new ItemCounts(total, done, failed, running, 0, doubt);
        assertThat(StageWords.items(Views.withItems(Views.idle("each"), items))).isEqualTo(line);
    }

    /** It did not run here: it has no length. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUCCEEDED | taken over from run 11",
                "DEGRADED  | degraded, taken over from run 11",
                "SKIPPED   | skipped, taken over from run 11",
            })
    @Tag("C6")
    void takenOver(StageStatus status, String words) {
        StageView stage = StageBuilder.like(Views.takenOver(Views.done("draft", 0, 1)))
                .status(status)
                .build();
        assertThat(StageWords.standing(Views.run(RunStatus.SUCCEEDED, "Succeeded", stage), stage, Views.look(100)))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "brief       | false | stale: made of another output of brief",
                "brief notes | true  | stale: made of another output of brief, notes; you were told",
                "''          | false | ''",
            })
    @Tag("A13")
    void stale(String inputs, boolean dismissed, String words) {
        List<StageView.Stale> stale = Stream.of(inputs.split(" "))
                .filter(input -> !input.isEmpty())
                .map(input -> new StageView.Stale(input, null, null))
                .toList();
        StageView stage = StageBuilder.like(Views.done("draft", 0, 1))
                .stale(stale, dismissed)
                .build();
        assertThat(StageWords.stale(stage)).isEqualTo(words);
        assertThat(Steps.lines(Views.run(RunStatus.WAITING, "", stage), Views.look(100), id -> false))
                .matches(lines -> lines.stream().anyMatch(line -> line.startsWith("pawl refresh-stale 12"))
                        == (!stale.isEmpty() && !dismissed));
    }

    @ParameterizedTest
    @CsvSource("each")
    void whatHasNoItemsSaysNothingOfThem(String id) {
        assertThat(StageWords.items(Views.idle(id))).isEmpty();
    }
}
