// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Rejection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two validators of one stage: each has its rounds and its say. */
@Tag("C9")
class SeveralValidatorsTest {

    private static final Content OTHER = new Content("7".repeat(64), 7);
    private static final StageSpec[] TWICE = {stage("a"), validator("v", "a", 1), validator("w", "a", 1)};
    private static final Event[] CHECKING = {claimed(), started("a"), succeeded("a"), started("v"), started("w")};
    private static final Event SENT_BACK = rejected("v", "a", "a", "v", "w");
    private static final Event[] AGAIN = {
        started("a", 1, 1, 1), succeeded("a"), started("v", 1, 1, 1), started("w", 1, 1, 1)
    };

    @ParameterizedTest
    @MethodSource
    @Tag("C9")
    void verdicts(Scenario row) {
        row.check();
    }

    static Stream<Scenario> verdicts() {
        return Stream.of(
                row("what the other says of the same output is kept too")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK))
                        .when(rejects("w"))
                        .then(rejected("w", "a")),
                row("and sends nothing back once more")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK, rejected("w", "a")))
                        .in(here())
                        .plans(record(started("a", 1, 1, 1))),
                row("once the work has begun again it is too late")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK, started("a", 1, 1, 1)))
                        .when(rejects("w"))
                        .refused(Rejection.STALE_ATTEMPT, LATE, REMEDY),
                row("also where that has failed and is tried again")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK, started("a", 1, 1, 1), failedUntil(99, "a")))
                        .when(rejects("w"))
                        .refused(Rejection.STALE_ATTEMPT, LATE, REMEDY),
                row("it is said once")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK, rejected("w", "a")))
                        .when(rejects("w"))
                        .refused(Rejection.STALE_ATTEMPT, LATE, REMEDY),
                row("who sent it back has said what it says")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK))
                        .when(rejects("v"))
                        .refused(Rejection.STALE_ATTEMPT, LATE.replace("w", "v"), REMEDY),
                row("a verdict on the output before that one is none on this one")
                        .of(TWICE)
                        .given(and(and(CHECKING, SENT_BACK), and(AGAIN, rejected("w", "a", "a", "v", "w"))))
                        .when(rejects("v"))
                        .refused(Rejection.STALE_ATTEMPT, LATE.replace("w", "v").replace("1/0", "2/0"), REMEDY),
                row("nor is one where the output went for another reason")
                        .of(stage("o"), stage("a", "o"), validator("u", "o", 1), validator("w", "a", 1))
                        .given(
                                claimed(),
                                started("o"),
                                succeeded("o"),
                                started("a"),
                                succeeded("a"),
                                started("u"),
                                started("w"),
                                rejected("u", "o", "o", "u", "a", "w"))
                        .when(rejects("w"))
                        .refused(Rejection.STALE_ATTEMPT, LATE, REMEDY),
                row("a verdict under an epoch that is over does not count")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK, claimed(B, 2)))
                        .when(rejects("w"))
                        .refused(Rejection.STALE_ATTEMPT, LATE.replace("at epoch 1", "at epoch 2"), REMEDY),
                row("a verdict on another run does not count")
                        .of(TWICE)
                        .given(and(CHECKING, SENT_BACK))
                        .when(new Command.Rejects(new Attempt(B, "w", 0, 1), 1, FEEDBACK))
                        .refused(Rejection.STALE_ATTEMPT, LATE.replaceFirst(RUN.toString(), B.toString()), REMEDY),
                row("nor on what the run was made without")
                        .of(TWICE)
                        .madeWith("v", "w")
                        .given(started("v"), started("w"), rejected("v", "a", "v", "w"), claimed())
                        .when(rejects("w"))
                        .refused(Rejection.STALE_ATTEMPT, LATE, REMEDY),
                row("the rounds of one are not those of the other")
                        .of(TWICE)
                        .given(and(and(CHECKING, SENT_BACK), AGAIN))
                        .when(new Command.Rejects(attempt("w", 1, 1), 1, FEEDBACK))
                        .then(rejected("w", "a", "a", "v", "w")),
                row("a verdict that only agreed used up no round")
                        .of(TWICE)
                        .given(and(and(CHECKING, SENT_BACK, rejected("w", "a")), AGAIN))
                        .when(new Command.Rejects(attempt("w", 1, 1), 1, FEEDBACK))
                        .then(rejected("w", "a", "a", "v", "w")),
                row("who has used up its own fails")
                        .of(TWICE)
                        .given(and(and(CHECKING, SENT_BACK), AGAIN))
                        .when(new Command.Rejects(attempt("v", 1, 1), 1, FEEDBACK))
                        .then(rejected("v", "a")));
    }

    private static final String LATE = "attempt " + RUN + "/w/0/1 under epoch 1 no longer counts: stage w is idle at "
            + RUN + "/w/1/0 under epoch 0, and the run at epoch 1";
    private static final String REMEDY = "hand its result over for a person to look at";

    @Test
    void bothAreHeard() {
        Run run = fold(and(made(), SENT_BACK, other()));
        assertThat(run.stage("a").feedback())
                .isEqualTo(new Feedback(0, new TreeMap<>(Map.of("v", FEEDBACK, "w", OTHER))));
        assertThat(run.stage("a").generation()).isEqualTo(1);
        assertThat(run.stage("v").rounds()).isEqualTo(1);
        assertThat(run.stage("w").rounds()).isZero();
        assertThat(run.stage("w").status()).isEqualTo(StageStatus.IDLE);
        assertThat(run.stage("w").generation()).isEqualTo(1);
    }

    @Test
    void whoHasNoRoundLeftIsHeardBesideWhoHas() {
        Event sends = new Event.Rejected(ZERO, "w", "a", OTHER, List.of("a", "v", "w"));
        Run run = fold(and(made(), rejected("v", "a"), sends));
        assertThat(run.stage("a").feedback().said()).containsExactly(Map.entry("v", FEEDBACK), Map.entry("w", OTHER));
        assertThat(run.stage("v").status()).isEqualTo(StageStatus.IDLE);
    }

    @Test
    void whatWasSaidOfTheOutputBeforeIsForgotten() {
        Run run = fold(and(and(made(), SENT_BACK, other()), and(AGAIN, rejected("w", "a", "a", "v", "w"))));
        assertThat(run.stage("a").feedback()).isEqualTo(Feedback.with(null, 1, "w", FEEDBACK));
    }

    private static Event[] made() {
        return and(new Event[] {created("a", "v", "w")}, CHECKING);
    }

    private static Event other() {
        return new Event.Rejected(ZERO, "w", "a", OTHER, List.of());
    }

    private static Event[] and(Event[] before, Event... more) {
        return Stream.concat(Stream.of(before), Stream.of(more)).toArray(Event[]::new);
    }

    static Stream<Scenario> all() {
        return verdicts();
    }
}
