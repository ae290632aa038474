// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pawl.Diagnosis;
import dev.pawl.RunView;
import dev.pawl.RunView.Possible;
import dev.pawl.StageView;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Queueing;
import dev.pawl.core.Run;
import dev.pawl.core.StageKind;
import dev.pawl.core.StageSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a view says a stage waits for is what the engine has it wait for. */
@Tag("C9")
class DependenciesTest {

    private static final Instant T = Instant.EPOCH;
    private static final Content X = new Content("0".repeat(64), 1);
    private static final StageSpec A = StageSpec.of("a");
    private static final StageSpec V = validator("v");
    private static final StageSpec G =
            StageSpec.named("g").after("a").manual(true).build();

    private static StageSpec validator(String id, String... after) {
        return StageSpec.named(id)
                .after(after)
                .kind(new StageKind.Validator("a", 1))
                .build();
    }

    static Stream<Arguments> pipelines() {
        return Stream.of(
                arguments("what may be sent back is not used yet", List.of(A, V, G), "stage g waits for v"),
                arguments("but who would be sent back too may begin", List.of(A, V, G, validator("w", "g")), null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void validators(String name, List<StageSpec> stages, String refused) {
        PipelineSpec pipeline = new PipelineSpec("p", 1, CheckpointPolicy.EVERY_STAGE, false, stages);
        Run run = Run.empty(new UUID(0, 7));
        for (Event event : List.of(
                new Event.Created(T, "p", 1, X, pipeline.ids(), X, null, null, Map.of(), Queueing.NONE),
                new Event.Claimed(T, new UUID(1, 1), 1),
                new Event.AttemptStarted(T, "a", 0, 1, 1),
                new Event.AttemptSucceeded(T, "a", X, null))) {
            run = Decider.apply(run, event);
        }
        Sight sight = new Sight(run, 4, 1, pipeline, RunView.Source.JOURNAL, null, true, Signs.NONE, T);
        StageView g = Views.of(sight).stages().get(2);
        assertThat(g.depsMet()).as(name).isEqualTo(refused == null);
        assertThat(g.actions())
                .filteredOn(action -> action.name().equals("run"))
                .extracting(Possible::reason)
                .containsExactly(refused);
        assertThat(Diagnosing.of(sight, new Surroundings("db", null, null, Duration.ZERO, 1, List.of()))
                        .reasons())
                .filteredOn(cause -> "g".equals(cause.stage()))
                .extracting(Diagnosis.Cause::words)
                .containsExactly(
                        refused == null ? "g starts when a person presses it" : "g waits for v, which has not started");
    }
}
