// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which outputs would differ now, and why. Derived from what each output was made of, and stored nowhere: the same content
 * again is fresh again. Used for one state of one run.
 */
public final class Staleness {

    private final PipelineSpec pipeline;
    private final Run run;
    private final Map<String, List<Cause>> known = new LinkedHashMap<>();

    /**
     * A stage whose output is another one now.
     *
     * @param input the stage, directly before or further up
     * @param was hash of what the output was made of; null where that was nothing, or is no longer known
     * @param now hash of what is there now; null where it was skipped
     * @param since how many events the run had when that came
     */
    public record Cause(
            String input, @Nullable String was, @Nullable String now, long since) {}

    public Staleness(PipelineSpec pipeline, Run run) {
        this.pipeline = pipeline;
        this.run = run;
    }

    /** Why the output of a stage is stale; none where it is fresh, or there is none. */
    public static List<Cause> of(PipelineSpec pipeline, Run run, String stage) {
        return new Staleness(pipeline, run).of(stage);
    }

    /** The same. */
    public List<Cause> of(String stage) {
        return run.hasStage(stage) && run.stage(stage).status().done() ? causes(stage) : List.of();
    }

    /** What a failed stage would read otherwise now than when it failed; none where that is the same, or is not known. */
    public List<Cause> sinceFailed(String stage) {
        StageSpec spec = pipeline.stage(stage);
        StageState state = spec != null && run.hasStage(stage) ? run.stage(stage) : null;
        if (spec == null
                || state == null
                || state.status() != StageStatus.FAILED
                || state.past().readAt() == 0) {
            return List.of();
        }
        Version read = new Version(0, 0, null, null, List.of(), state.past().readAt(), 0, Map.of(), 0, null);
        return causes(spec, read);
    }

    /** Why a stage would be another one were it run again now: its output, or how it failed. */
    public List<Cause> outdated(String stage) {
        List<Cause> causes = of(stage);
        return causes.isEmpty() ? sinceFailed(stage) : causes;
    }

    /** Whether a person has seen all of it, and does not want to be told. */
    public static boolean dismissed(StageState stage, List<Cause> causes) {
        return !causes.isEmpty()
                && causes.stream()
                        .allMatch(cause -> cause.since() <= stage.past().dismissedAt());
    }

    /**
     * What a stage at work reads of one before it: what was there at its start, whatever became of it since. The latest before
     * it has started, and where that is no longer kept.
     */
    public static @Nullable Content read(Run run, String stage, String input) {
        Versions versions = run.stage(input).past().versions();
        if (versions == null) {
            return null;
        }
        StageState reader = run.stage(stage);
        Version then = reader.status() == StageStatus.RUNNING
                ? versions.at(reader.past().readAt())
                : null;
        return then == null ? versions.latest().output() : then.output();
    }

    /** Also where the stage is at work again: what stands on its latest output is as stale as that. */
    private List<Cause> causes(String id) {
        List<Cause> before = known.get(id);
        if (before != null) {
            return before;
        }
        StageSpec spec = pipeline.stage(id);
        Versions versions = run.hasStage(id) ? run.stage(id).past().versions() : null;
        List<Cause> causes = spec == null || versions == null ? List.of() : causes(spec, versions.latest());
        known.put(id, causes);
        return causes;
    }

    private List<Cause> causes(StageSpec spec, Version version) {
        List<Cause> causes = causesOf(spec, version);
        Version before = version.accepted();
        // taken as current it is still what it was made as: where that is there again, it is right
        return before != null && !causes.isEmpty() && causes(spec, before).isEmpty() ? List.of() : causes;
    }

    private List<Cause> causesOf(StageSpec spec, Version version) {
        Map<String, Cause> causes = new LinkedHashMap<>();
        for (String input : spec.after()) {
            Versions now = run.hasStage(input) ? run.stage(input).past().versions() : null;
            if (now != null
                    && !Objects.equals(was(version, input, now), now.latest().sha())) {
                causes.put(
                        input,
                        new Cause(input, was(version, input, now), now.latest().sha(), now.since()));
            }
        }
        for (String input : spec.after()) {
            for (Cause further : causes(input)) {
                if (further.since() > version.covers()) {
                    causes.putIfAbsent(further.input(), further);
                }
            }
        }
        return causes.isEmpty() ? List.of() : List.copyOf(new ArrayList<>(causes.values()));
    }

    static @Nullable String was(Version version, String input, Versions now) {
        if (version.reads().containsKey(input)) {
            return version.reads().get(input);
        }
        Version then = now.at(version.readAt());
        return then == null ? null : then.sha();
    }
}
