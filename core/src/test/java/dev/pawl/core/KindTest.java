// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the words for kinds of stages promise. */
class KindTest {

    @ParameterizedTest
    @MethodSource
    @Tag("C5")
    void refused(ModelTest.Refused row) {
        assertThatThrownBy(() -> row.making().get())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(row.message());
    }

    static Stream<ModelTest.Refused> refused() {
        Duration second = Duration.ofSeconds(1);
        String held = " policy on-failure ";
        return Stream.of(
                new ModelTest.Refused(() -> map(0, stage("a")), "at least 1 item executes at once, not 0"),
                new ModelTest.Refused(() -> validator("v", "a", -1), "rounds are not negative: -1"),
                new ModelTest.Refused(
                        () -> inputWithin(366 * 86_400L, stage("a")),
                        "a deadline of 366 days; the longest is 365, leave it out for none"),
                new ModelTest.Refused(() -> new Limit("gpu", 0), "at most 0 holders of gpu would be none; at least 1"),
                new ModelTest.Refused(
                        () -> new AllowedFailures(-1, 0),
                        "a number of items from 0, or a share from 0 to 100 %: -1, 0.0 %"),
                new ModelTest.Refused(
                        () -> new AllowedFailures(0, 100.5),
                        "a number of items from 0, or a share from 0 to 100 %: 0, 100.5 %"),
                new ModelTest.Refused(
                        () -> new AllowedFailures(0, -0.5),
                        "a number of items from 0, or a share from 0 to 100 %: 0, -0.5 %"),
                new ModelTest.Refused(
                        () -> new Silence(Duration.ZERO, second, true, OnStall.WARN),
                        "a heartbeat interval is longer than nothing: PT0S"),
                new ModelTest.Refused(
                        () -> new Silence(second.negated(), second, true, OnStall.WARN),
                        "a heartbeat interval is longer than nothing: PT-1S"),
                new ModelTest.Refused(
                        () -> new Silence(second, Duration.ofMillis(2999), true, OnStall.WARN),
                        "stall-after 2999 ms is less than 3 heartbeats of 1000 ms: one that is a little late would"
                                + " count as a stall"),
                new ModelTest.Refused(
                        () -> new Silence(second, Duration.ofDays(366), true, OnStall.WARN),
                        "stall-after of 366 days; the longest is 365, leave it out for none"),
                new ModelTest.Refused(
                        () -> onFailure(manual(stage("a"))),
                        "stage a is manual, and under checkpoint" + held
                                + "what it waits for is not written down; use every-stage"),
                new ModelTest.Refused(
                        () -> onFailure(map(1, stage("a"))),
                        "stage a is a map, whose items checkpoint" + held + "could do again; use every-stage"),
                new ModelTest.Refused(
                        () -> onFailure(input(stage("a"))),
                        "stage a waits for a person, and under checkpoint" + held
                                + "what it waits for is not written down; use every-stage"),
                new ModelTest.Refused(
                        () -> pipeline(new StageSpec(
                                "v",
                                new StageKind.Validator("z", 1),
                                List.of(),
                                false,
                                false,
                                Effect.PURE,
                                OnDoubt.ASK,
                                OnInterrupt.RESUME,
                                RetryPolicy.NONE,
                                null,
                                Silence.DEFAULT,
                                null,
                                0)),
                        "stage v validates z, which is no other stage of pipeline p"));
    }

    @Test
    void whatIsJustLongEnoughIsFine() {
        assertThatCode(() -> {
                    new Silence(Duration.ofSeconds(1), Duration.ofSeconds(3), true, OnStall.WARN);
                    new Silence(Duration.ofSeconds(1), Duration.ofDays(365), true, OnStall.WARN);
                    new Limit("gpu", 1);
                    new AllowedFailures(0, 100);
                    validator("v", "a", 0);
                    inputWithin(365 * 86_400L, stage("a"));
                    onFailure(stage("a"), validator("v", "a", 1));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void buildersKnowWhatFollows() {
        assertThat(validator("v", "a", 1, "b").after()).containsExactly("b", "a");
        assertThat(validator("v", "a", 1, "a", "b").after()).containsExactly("a", "b");
        assertThat(map(1, stage("a")).silence().promised()).isTrue();
        assertThat(map(1, stage("a")).silence().heartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(stage("a").silence()).isEqualTo(Silence.DEFAULT);
        StageSpec full = StageSpec.named("a")
                .after("x", "y")
                .kind(new StageKind.Input(null))
                .manual(true)
                .conditional(true)
                .effect(Effect.EXTERNAL)
                .onDoubt(OnDoubt.RERUN)
                .onInterrupt(OnInterrupt.FAIL)
                .retry(TWICE)
                .timeout(Duration.ofSeconds(9))
                .silence(new Silence(Duration.ofSeconds(1), Duration.ofSeconds(5), true, OnStall.FAIL))
                .limit(GPU)
                .priority(3)
                .build();
        assertThat(full.but().build()).isEqualTo(full);
        assertThat(full.priority()).isEqualTo(3);
        assertThat(full.onInterrupt()).isEqualTo(OnInterrupt.FAIL);
        assertThat(full.manual()).isTrue();
        assertThat(full.conditional()).isTrue();
        assertThat(full.limit()).isEqualTo(GPU);
        assertThat(full.timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(full.onDoubt()).isEqualTo(OnDoubt.RERUN);
        assertThat(full.retry()).isEqualTo(TWICE);
        assertThat(full.effect()).isEqualTo(Effect.EXTERNAL);
    }

    @ParameterizedTest(name = "{0} or {1} %: {2} of {3} failed")
    @CsvSource({
        "0, 0, 0, 0, true",
        "0, 0, 1, 9, false",
        "2, 0, 2, 9, true",
        "2, 0, 3, 9, false",
        "0, 10, 1, 10, true",
        "0, 10, 2, 10, false",
        "2, 10, 2, 10, true",
        "0, 100, 9, 9, true"
    })
    void failuresAllowed(int count, double percent, int failed, int all, boolean allowed) {
        assertThat(new AllowedFailures(count, percent).allow(failed, all)).isEqualTo(allowed);
    }

    @Test
    void whatIsAllowedIsSaid() {
        assertThat(new AllowedFailures(3, 0)).hasToString("3");
        assertThat(new AllowedFailures(0, 10)).hasToString("10 %");
        assertThat(new AllowedFailures(0, 2.5)).hasToString("2.5 %");
    }

    /** Pinned like the hash of a stage's attempt: pauses of items must be tomorrow what they are today. */
    @Test
    @Tag("B7")
    void anItemsAttemptIsNamedByWhatItIs() {
        assertThat(item("a", 2, 3, 4).id()).isEqualTo(RUN + "/a/2/3/4");
        assertThat(item("a", 0).ofItem()).isTrue();
        assertThat(attempt("a").ofItem()).isFalse();
        assertThat(TWICE.pauseAfter(item("a", 0)).toMillis())
                .isNotEqualTo(TWICE.pauseAfter(attempt("a")).toMillis());
        assertThat(Stream.of(0, 1, 2, 3).map(i -> TWICE.pauseAfter(item("a", i)).toMillis()))
                .containsExactly(7850L, 8180L, 7879L, 9134L);
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR, false",
        "TIMEOUT, true",
        "CUT_SHORT, true",
        "STALLED, true",
        "INTERRUPTED, true",
        "CRASHED, true",
        "UNSTORABLE, false",
        "ITEMS, false"
    })
    @Tag("S9")
    void whatWasCutShort(FailureKind kind, boolean cutShort) {
        assertThat(kind.cutShort()).isEqualTo(cutShort);
    }

    @Test
    void eventsKeepCopies() {
        List<String> again = new java.util.ArrayList<>(List.of("a"));
        Event.Rejected rejected = new Event.Rejected(ZERO, "v", "a", FEEDBACK, again);
        again.add("b");
        assertThat(rejected.reopened()).containsExactly("a");
    }

    @Test
    void aThousandStagesUnderManyValidatorsAreWorkedOutAtOnce() {
        List<StageSpec> stages = new java.util.ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String before = "s" + (i - 1);
            stages.add(i == 0 ? stage("s0") : i % 5 == 0 ? validator("s" + i, before, 1) : stage("s" + i, before));
        }
        long start = System.nanoTime();
        PipelineSpec spec = pipeline(stages.toArray(StageSpec[]::new));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(spec.reopens("s995")).containsExactly("s994", "s995");
    }
}
