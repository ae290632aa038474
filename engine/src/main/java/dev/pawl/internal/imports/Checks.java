// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import dev.pawl.Pipeline;
import dev.pawl.internal.imports.Old.Stage;
import dev.pawl.internal.imports.Old.Standing;
import dev.pawl.internal.imports.Old.Was;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes no sense as a whole. */
final class Checks {

    private Checks() {}

    static void check(Old old, @Nullable Pipeline<?> pipeline, List<String> problems) {
        if (!old.pipeline().isEmpty() && !old.pipeline().matches("[a-z][a-z0-9-]*")) {
            problems.add(
                    "pipeline `" + old.pipeline() + "` is no name of a pipeline; use lower-case letters, digits and -");
        }
        if (old.stages().isEmpty()) {
            problems.add("stages are missing; name at least one");
        }
        if (old.finishedAt() != null && old.finishedAt().isBefore(old.createdAt())) {
            problems.add("finishedAt is before createdAt; correct one of them");
        }
        Set<String> ids = new HashSet<>();
        for (Stage stage : old.stages()) {
            if (!stage.id().matches("[a-z][a-z0-9_]*")) {
                problems.add("stage `" + stage.id() + "` is no id of a stage; use lower-case letters, digits and _");
            } else if (pipeline != null && pipeline.stage(stage.id()) == null) {
                problems.add("stage " + stage.id() + " is not in version " + pipeline.version() + " of pipeline "
                        + pipeline.name() + "; leave it out, or name the file of the version it was in");
            }
            if (!ids.add(stage.id())) {
                problems.add("stage " + stage.id() + " is there twice; leave one out");
            }
            if (old.standing() == Standing.SUCCEEDED && (stage.was() == Was.RUNNING || stage.was() == Was.FAILED)) {
                problems.add("the run succeeded, and its stage " + stage.id()
                        + (stage.was() == Was.FAILED ? " failed" : " is running") + "; correct one of them");
            }
            if (old.standing() == Standing.QUEUED && stage.was() != Was.IDLE) {
                problems.add("the run is queued, and its stage " + stage.id() + " has begun; correct one of them");
            }
        }
    }
}
