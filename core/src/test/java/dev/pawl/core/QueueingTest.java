// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Rejection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a run may begin, and whether it holds its key meanwhile. */
@Tag("B7")
class QueueingTest {

    private static final Queueing LATER = new Queueing(3, at(60), false);
    private static final Queueing IN_LINE = new Queueing(0, null, true);

    @ParameterizedTest
    @MethodSource
    void claims(Scenario row) {
        row.check();
    }

    static Stream<Scenario> claims() {
        return Stream.of(
                row("it is made as it was asked for")
                        .noRun()
                        .when(new Command.Create(DEFINITION, INPUT, "key", "ann", Map.of("l", "v"), LATER))
                        .then(queued("key", LATER, "a", "b")),
                row("nobody takes it before its time")
                        .noRun()
                        .given(queued("key", LATER, "a", "b"))
                        .at(59)
                        .when(claim(A, null))
                        .refused(
                                Rejection.NOT_DUE,
                                "the run is not to begin before " + at(60),
                                "wait, or cancel it and submit another"),
                row("and anybody from then on")
                        .noRun()
                        .given(queued("key", LATER, "a", "b"))
                        .at(60)
                        .when(claim(A, null))
                        .then(on(60, claimed(A, 1))),
                row("once begun it is taken over whatever the clock says")
                        .noRun()
                        .given(queued("key", LATER, "a", "b"), claimed(A, 1))
                        .at(59)
                        .when(claim(B, A))
                        .then(on(59, claimed(B, 2))),
                row("it is cancelled before its time")
                        .noRun()
                        .given(queued("key", LATER, "a", "b"))
                        .when(new Command.Cancel("bob", "enough", null))
                        .then(cancelRequested(), ended(RunStatus.CANCELLED)));
    }

    @Test
    @Tag("E3")
    void whatIsInLineHoldsItsKeyFromItsFirstClaimOn() {
        Event inLine = queued("key", IN_LINE, "a");
        assertThat(Words.fold(List.of(inLine)).inLine()).isTrue();
        assertThat(Words.fold(List.of(inLine, claimed(A, 1))).inLine()).isFalse();
        assertThat(Words.fold(List.of(inLine, claimed(A, 1), released())).inLine())
                .isFalse();
        assertThat(Words.fold(List.of(inLine, ended(RunStatus.CANCELLED))).inLine())
                .isFalse();
        assertThat(Words.fold(List.of(queued(null, IN_LINE, "a"))).inLine())
                .as("of no key there is no line")
                .isFalse();
        assertThat(Words.fold(List.of(queued("key", LATER, "a"))).inLine()).isFalse();
    }

    private static Event queued(@Nullable String key, Queueing queueing, String... stages) {
        return new Event.Created(
                ZERO, "p", 1, DEFINITION, List.of(stages), INPUT, key, "ann", Map.of("l", "v"), queueing);
    }
}
