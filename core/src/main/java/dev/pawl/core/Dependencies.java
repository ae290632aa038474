// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be done before a stage begins: what it is after, and the validators that may send any of that back. */
public final class Dependencies {

    private Dependencies() {}

    /** Those that are not, what it is after first; none for a stage the pipeline does not have. */
    public static List<String> open(PipelineSpec pipeline, Run run, String id) {
        StageSpec spec = pipeline.stage(id);
        return spec == null
                ? List.of()
                : Stream.concat(spec.after().stream(), pipeline.gatesOf(id).stream())
                        .filter(up -> !done(run, up))
                        .toList();
    }

    /** Whether there are none. The pipeline has the stage. */
    public static boolean met(PipelineSpec pipeline, Run run, String id) {
        return met(
                pipeline, pipeline.position(id), up -> done(run, pipeline.ids().get(up)));
    }

    /** Looks at the latest first: it is the one that finishes last, so a wide stage is asked about one edge, not all. */
    static boolean met(PipelineSpec pipeline, int position, IntPredicate done) {
        return all(pipeline.upstream(position), done) && all(pipeline.gates(position), done);
    }

    private static boolean all(int[] positions, IntPredicate done) {
        for (int i = positions.length - 1; i >= 0; i--) {
            if (!done.test(positions[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Validators at work that may send the stage back; and where it is a validator, what it may send back that is at work. While
     * there are any, nobody changes what they look at.
     */
    static List<String> judging(PipelineSpec pipeline, Run run, String id) {
        List<String> atWork = new ArrayList<>(0);
        List<String> judged = isValidator(pipeline.stage(id)) ? pipeline.reopens(id) : List.of();
        for (StageSpec spec : pipeline.stages()) {
            boolean judges = isValidator(spec) && pipeline.reopens(spec.id()).contains(id);
            if ((judges || judged.contains(spec.id())) && !spec.id().equals(id) && atWork(run, spec.id())) {
                atWork.add(spec.id());
            }
        }
        return atWork;
    }

    private static boolean isValidator(@Nullable StageSpec spec) {
        return spec != null && spec.kind() instanceof StageKind.Validator;
    }

    private static boolean atWork(Run run, String id) {
        return run.hasStage(id)
                && (run.stage(id).status() == StageStatus.RUNNING
                        || run.stage(id).status() == StageStatus.WAITING);
    }

    private static boolean done(Run run, String id) {
        return run.hasStage(id) && run.stage(id).status().done();
    }
}
