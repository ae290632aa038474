// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Staleness} once more, from the events alone: whatever an output was made of is copied when it is read. */
final class NaiveStaleness {

    /** An output, with a copy of all that was there when its making began. */
    private record Output(
            @Nullable String sha,
            Map<String, String> madeOf,
            long covers,
            @Nullable Output accepted) {}

    private final PipelineSpec pipeline;
    private final Map<String, List<Output>> outputs = new HashMap<>();
    private final Map<String, Map<String, String>> reading = new HashMap<>();
    private final Map<String, Long> changed = new HashMap<>();
    private final Map<String, Long> dismissed = new HashMap<>();
    private long events;

    NaiveStaleness(PipelineSpec pipeline) {
        this.pipeline = pipeline;
    }

    void committed(Event event, Run before, Run after) {
        events++;
        if (!pipeline.interactive()) {
            return;
        }
        switch (event) {
            case Event.AttemptStarted e -> {
                StageState stage = before.stage(e.stage());
                boolean goesOn = stage.status() == StageStatus.RUNNING || stage.items() != null;
                if (!goesOn || !reading.containsKey(e.stage())) {
                    reading.put(e.stage(), now());
                }
            }
            case Event.AttemptSucceeded e -> put(e.stage(), e.output().sha(), reading.get(e.stage()), 0);
            case Event.Settled e -> {
                if (after.stage(e.stage()).status() == StageStatus.SUCCEEDED) {
                    put(e.stage(), e.output().sha(), reading.get(e.stage()), 0);
                }
            }
            case Event.Reused e -> {
                Map<String, String> madeOf = new HashMap<>(now());
                madeOf.putAll(e.reads());
                String sha = e.output() == null ? null : e.output().sha();
                put(e.stage(), sha, madeOf, e.answeredFor() ? events : 0);
            }
            case Event.ConditionEvaluated e -> {
                if (!e.holds()) {
                    put(e.stage(), null, now(), 0);
                }
            }
            case Event.Edited e -> put(e.stage(), e.output().sha(), now(), events);
            case Event.Adopted e -> put(e.stage(), e.output().sha(), now(), events);
            case Event.Undone e -> {
                Output old = outputs.get(e.stage()).get(e.version() - 1);
                put(e.stage(), old.sha(), old.madeOf(), old.covers(), old.accepted());
            }
            case Event.StaleAccepted e -> {
                Map<String, String> now = now();
                Output made = outputs.get(e.stage()).removeLast();
                outputs.get(e.stage()).add(new Output(made.sha(), now, events, made));
            }
            case Event.StaleDismissed e -> dismissed.put(e.stage(), events);
            default -> {}
        }
        for (String stage : pipeline.ids()) {
            check(stage, after);
        }
    }

    private void put(String stage, @Nullable String sha, Map<String, String> madeOf, long covers) {
        put(stage, sha, madeOf, covers, null);
    }

    private void put(
            String stage, @Nullable String sha, Map<String, String> madeOf, long covers, @Nullable Output accepted) {
        List<Output> all = outputs.computeIfAbsent(stage, id -> new ArrayList<>());
        if (all.isEmpty() || !Objects.equals(all.getLast().sha(), sha)) {
            changed.put(stage, events);
        }
        all.add(new Output(sha, madeOf, covers, accepted));
        dismissed.remove(stage);
    }

    private Map<String, String> now() {
        Map<String, String> now = new HashMap<>();
        outputs.forEach((stage, all) -> now.put(stage, all.getLast().sha()));
        return now;
    }

    private void check(String stage, Run run) {
        List<Staleness.Cause> causes = Staleness.of(pipeline, run, stage);
        Set<String> expected = run.stage(stage).status().done() ? causes(stage) : Set.of();
        assertThat(causes.stream().map(Staleness.Cause::input))
                .as("why %s is stale", stage)
                .hasSameElementsAs(expected);
        boolean hidden = !expected.isEmpty()
                && expected.stream().allMatch(input -> changed.get(input) <= dismissed.getOrDefault(stage, 0L));
        assertThat(Staleness.dismissed(run.stage(stage), causes))
                .as("dismissed at %s", stage)
                .isEqualTo(hidden);
        assertThat(run.stage(stage).past().version())
                .isEqualTo(outputs.getOrDefault(stage, List.of()).size());
    }

    private Set<String> causes(String stage) {
        return outputs.containsKey(stage) ? causes(stage, outputs.get(stage).getLast()) : Set.of();
    }

    /** Of one that was taken as current, none where it is fresh as what it was made as. */
    private Set<String> causes(String stage, Output output) {
        Set<String> causes = new LinkedHashSet<>();
        Map<String, String> now = now();
        for (String input : pipeline.stage(stage).after()) {
            if (!Objects.equals(output.madeOf().get(input), now.get(input))) {
                causes.add(input);
            }
            for (String further : causes(input)) {
                if (changed.get(further) > output.covers()) {
                    causes.add(further);
                }
            }
        }
        boolean fresh =
                output.accepted() != null && causes(stage, output.accepted()).isEmpty();
        return fresh ? Set.of() : causes;
    }
}
