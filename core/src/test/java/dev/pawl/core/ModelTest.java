// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the words themselves promise. */
class ModelTest {

    /** Something that is refused when it is made. */
    record Refused(Supplier<?> making, String message) {
        @Override
        public String toString() {
            return message;
        }
    }

    @ParameterizedTest
    @MethodSource
    @Tag("C5")
    void refused(Refused row) {
        assertThatThrownBy(() -> row.making().get())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(row.message());
    }

    static Stream<Refused> refused() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                new Refused(() -> pipeline(), "pipeline p has no stage; it needs at least one"),
                new Refused(() -> pipeline(stage("a"), stage("a")), "stage a is declared twice"),
                new Refused(() -> pipeline(stage("a", "z")), "stage a is after z, which pipeline p does not have"),
                new Refused(() -> pipeline(stage("a", "a")), "stages depend on each other in a circle: a"),
                new Refused(
                        () -> pipeline(stage("a", "b"), stage("b", "a")),
                        "stages depend on each other in a circle: a -> b"),
                new Refused(
                        () -> pipeline(
                                stage("o"), stage("x", "c"), stage("a", "o", "c"), stage("b", "a"), stage("c", "b")),
                        "stages depend on each other in a circle: c -> b -> a"),
                new Refused(
                        () -> onFailure(external(stage("a"))),
                        "stage a has an external effect, which checkpoint policy on-failure could repeat;"
                                + " use every-stage"),
                new Refused(() -> pipeline(stage("a")).upstreamOf("z"), "pipeline p has no stage z"),
                new Refused(() -> new RetryPolicy(-1, second, 1, second), "retries are not negative: -1"),
                new Refused(() -> new RetryPolicy(1, second.negated(), 1, second), "a back-off is not negative"),
                new Refused(() -> new RetryPolicy(1, second, 1, second.negated()), "a back-off is not negative"),
                new Refused(
                        () -> new RetryPolicy(1, second, 1, Duration.ofDays(366)),
                        "a back-off of 366 days; the longest is 365"),
                new Refused(
                        () -> new RetryPolicy(1, Duration.ofDays(366), 1, second),
                        "a back-off of 366 days; the longest is 365"),
                new Refused(
                        () -> within(366 * 86_400L, stage("a")),
                        "stage a: a time-out of 366 days; the longest is 365, leave it out for none"),
                new Refused(() -> new RetryPolicy(1, second, 0.9, second), "a back-off factor is at least 1: 0.9"),
                new Refused(
                        () -> new RetryPolicy(1, second, Double.NaN, second), "a back-off factor is at least 1: NaN"),
                new Refused(() -> new Content("abc", 1), "a content hash has 64 hex digits, not 3"),
                new Refused(() -> new Content("a".repeat(64), -1), "a size is not negative: -1"),
                new Refused(() -> ended(RunStatus.RUNNING), "a run does not end as RUNNING"));
    }

    @Test
    void externalIsFineWhereEveryStageIsWritten() {
        assertThatCode(() -> pipeline(external(stage("a")))).doesNotThrowAnyException();
        assertThatCode(() -> new Content("a".repeat(64), 0)).doesNotThrowAnyException();
        assertThatCode(() -> within(365 * 86_400L, stage("a"))).doesNotThrowAnyException();
        assertThatCode(() -> new RetryPolicy(0, Duration.ZERO, 1, Duration.ZERO))
                .doesNotThrowAnyException();
    }

    @Test
    void aPipelineKnowsItsStages() {
        PipelineSpec spec = new PipelineSpec(
                "p",
                3,
                CheckpointPolicy.ON_FAILURE,
                true,
                List.of(stage("d", "c", "b", "c"), stage("a"), stage("b", "a"), stage("c", "a"), stage("x")));
        assertThat(spec.name()).isEqualTo("p");
        assertThat(spec.version()).isEqualTo(3);
        assertThat(spec.checkpoint()).isEqualTo(CheckpointPolicy.ON_FAILURE);
        assertThat(spec.userRequired()).isTrue();
        assertThat(spec.ids()).containsExactly("d", "a", "b", "c", "x");
        assertThat(spec.stages()).extracting(StageSpec::id).isEqualTo(spec.ids());
        assertThat(spec.stage("c")).isEqualTo(stage("c", "a"));
        assertThat(spec.stage("z")).isNull();
        assertThat(spec.position("a")).isEqualTo(1);
        assertThat(spec.position("z")).isEqualTo(-1);
        assertThat(spec.upstream(0)).containsExactly(2, 3);
        assertThat(spec.upstreamOf("d")).containsExactly("a", "b", "c");
        assertThat(spec.upstreamOf("b")).containsExactly("a");
        assertThat(spec.upstreamOf("a")).isEmpty();
        assertThat(pipeline(stage("a")).userRequired()).isFalse();
    }

    @Test
    void aLongChainDeclaredBackwardsIsFine() {
        List<StageSpec> stages = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            stages.add(i == 999 ? stage("s999") : stage("s" + i, "s" + (i + 1)));
        }
        assertThat(pipeline(stages.toArray(StageSpec[]::new)).upstreamOf("s0")).hasSize(999);
    }

    @Test
    void anAttemptIsNamedByWhatItIs() {
        assertThat(attempt("a", 2, 3).id()).isEqualTo(RUN + "/a/2/3");
    }

    /** The hash decides the jitter: pinned, for a journal written yesterday must be planned tomorrow as it is today. */
    @ParameterizedTest
    @CsvSource({
        "a, 0, 1, 10, 10000, 9426",
        "a, 0, 2, 10, 20000, 18184",
        "a, 0, 3, 10, 40000, 31808",
        "a, 0, 4, 10, 60000, 58812",
        "a, 1, 1, 10, 10000, 7990",
        "b, 0, 1, 10, 10000, 9875"
    })
    @Tag("B7")
    void pausesAreDeterministic(String stage, int generation, int number, int first, long longest, long millis) {
        Attempt attempt = attempt(stage, generation, number);
        Duration pause = TWICE.pauseAfter(attempt);
        assertThat(first).isEqualTo(TWICE.backoff().toSeconds());
        assertThat(pause).isEqualTo(TWICE.pauseAfter(attempt(stage, generation, number)));
        assertThat(pause.toMillis()).isBetween(longest * 3 / 4, longest);
        assertThat(pause.toMillis()).isEqualTo(millis);
    }

    @Test
    @Tag("B7")
    void pausesAreSpread() {
        RetryPolicy policy = new RetryPolicy(1, Duration.ofMillis(16), 1, Duration.ofMillis(16));
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            Attempt attempt = new Attempt(new UUID(i, 3L * i), "a", 0, 1);
            seen.merge(policy.pauseAfter(attempt).toMillis(), 1, Integer::sum);
        }
        assertThat(seen).containsOnlyKeys(12L, 13L, 14L, 15L, 16L);
        assertThat(seen.values()).allMatch(count -> count > 850 && count < 1_150);
    }

    @ParameterizedTest(name = "{0} ms x {1}, at most {2} ms, attempt {3}: {4} ms")
    @CsvSource({
        "0, 2, 1000, 1, 0",
        "3, 1, 1000, 9, 3",
        "2, 10, 3, 5, 3",
        "0, 1e300, 1000, 100, 0",
        "1, 1e300, 3, 100, 3"
    })
    void pausesKeepTheirBounds(long backoff, double factor, long limit, int number, long pause) {
        RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(backoff), factor, Duration.ofMillis(limit));
        assertThat(policy.pauseAfter(attempt("a", 0, number))).isEqualTo(Duration.ofMillis(pause));
    }

    @Test
    void retriesAreCounted() {
        assertThat(RetryPolicy.NONE.allowsAfter(1)).isFalse();
        assertThat(TWICE.allowsAfter(1)).isTrue();
        assertThat(TWICE.allowsAfter(2)).isTrue();
        assertThat(TWICE.allowsAfter(3)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, true, false",
        "RUNNING, true, false",
        "WAITING, true, false",
        "CANCELLING, true, false",
        "SUCCEEDED, false, true",
        "FAILED, false, false",
        "CANCELLED, false, true"
    })
    void statuses(RunStatus status, boolean active, boolean terminal) {
        assertThat(status.active()).isEqualTo(active);
        assertThat(status.terminal()).isEqualTo(terminal);
    }

    @Test
    void eventsAndPlansKeepCopies() {
        List<String> stages = new ArrayList<>(List.of("a"));
        Map<String, String> labels = new HashMap<>(Map.of("l", "v"));
        Event.Created created =
                new Event.Created(ZERO, "p", 1, DEFINITION, stages, INPUT, null, null, labels, Queueing.NONE);
        Event.Resumed resumed = new Event.Resumed(ZERO, null, stages);
        stages.add("b");
        labels.put("m", "w");
        assertThat(created.stages()).containsExactly("a");
        assertThat(resumed.reopened()).containsExactly("a");
        assertThat(created.labels()).isEqualTo(Map.of("l", "v"));
        assertThatThrownBy(() -> created.labels().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
    }
}
