// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.StageView.ItemCounts;
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

    @ParameterizedTest
    @CsvSource("each")
    void whatHasNoItemsSaysNothingOfThem(String id) {
        assertThat(StageWords.items(Views.idle(id))).isEmpty();
    }
}
