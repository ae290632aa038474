// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.RefusedException;
import dev.pawl.Submission;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run may be found by. */
class MarksTest {

    private static final String LONGEST = "k".repeat(Submission.LONGEST_TEXT);
    private static final String LONGER = LONGEST + "k";

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("", null, Map.of(), "the key is empty; give the run one"),
                Arguments.of(" \n", null, Map.of(), "the key is empty"),
                Arguments.of(LONGER, null, Map.of(), "the key is 1025 bytes long, and 1024 is the most there may be"),
                Arguments.of("é".repeat(513), null, Map.of(), "the key is 1026 bytes long"),
                Arguments.of(null, "", Map.of(), "the user is empty; name one, or none"),
                Arguments.of(null, LONGER, Map.of(), "the user is 1025 bytes long"),
                Arguments.of(
                        null, null, Map.of("", "v"), "the name of a label is empty; give each label as NAME=VALUE"),
                Arguments.of(null, null, Map.of(LONGER, "v"), "the name of a label is 1025 bytes long"),
                Arguments.of(null, null, Map.of("team", LONGER), "the label team is 1025 bytes long"),
                Arguments.of(
                        null, null, labels(Submission.MOST_LABELS + 1), "there are 101 labels, and 100 is the most"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatNobodyWouldFindItByIsRefused(String key, String user, Map<String, String> labels, String problem) {
        assertThatThrownBy(() -> Marks.check(key, user, labels))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo("INVALID"))
                .hasMessageContaining(problem);
    }

    @Test
    void allElseIsTaken() {
        Marks.check(null, null, Map.of());
        Marks.check("é".repeat(512), LONGEST, Map.of(LONGEST, LONGEST, "empty", ""));
        Marks.check("k", "u", labels(Submission.MOST_LABELS));
    }

    private static Map<String, String> labels(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "label" + i, i -> "v"));
    }
}
