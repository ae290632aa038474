// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.RunState;
import dev.pawl.core.Content;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Run;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.content.InOrder;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.journal.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run was given and has put out. Used once. */
final class States {

    private final Values values;
    private final Replay replay;
    private final Run run;
    private final @Nullable PipelineSpec pipeline;
    private final InOrder outputs;

    States(Values values, Replay replay, @Nullable PipelineSpec pipeline) {
        this.values = values;
        this.replay = replay;
        this.run = replay.run();
        this.pipeline = pipeline;
        this.outputs = values.inOrder();
    }

    RunState before(@Nullable String before) {
        List<RunState.Output> all = new ArrayList<>();
        String failed = null;
        String last = null;
        Instant latest = Instant.MIN;
        for (String id : stages(before)) {
            StageState stage = run.stage(id);
            failed = failed == null && stage.status() == StageStatus.FAILED ? id : failed;
            Content content = stage.output() == null ? stage.partial() : stage.output();
            if (content != null) {
                all.add(output(id, stage, content));
            }
            Instant at = stage.finishedAt();
            if (stage.output() != null && at != null && !at.isBefore(latest)) {
                latest = at;
                last = id;
            }
        }
        Content input = run.created().input();
        return new RunState(run.id(), before, () -> values.open(input, replay.values()), all, failed, last);
    }

    /** Of those a pipeline does not have any more nobody knows what is before what. */
    private List<String> stages(@Nullable String before) {
        if (before == null) {
            return run.created().stages();
        }
        if (pipeline == null || pipeline.stage(before) == null) {
            throw new RefusedException(
                    "NO_PIPELINE",
                    "what is before stage " + before + " of run " + run.id()
                            + " is not known, as its pipeline is not known to this process",
                    "register it, or ask for all its outputs",
                    null);
        }
        List<String> stages = new ArrayList<>(pipeline.upstreamOf(before));
        stages.removeIf(id -> !run.hasStage(id));
        return stages;
    }

    private RunState.Output output(String id, StageState stage, Content content) {
        boolean atHand = replay.values().get(content) != null;
        if (!atHand) {
            outputs.add(content);
        }
        UUID from = stage.reusedFrom() == null ? run.id() : stage.reusedFrom();
        return new RunState.Output(
                id,
                stage.status(),
                stage.output() == null,
                stage.degraded(),
                content.size(),
                from,
                () -> atHand ? values.open(content, replay.values()) : outputs.open(content));
    }
}
