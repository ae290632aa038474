// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Run;
import dev.pawl.core.StageSpec;
import java.util.List;

/** What a journal says of the definition of its run. */
public final class Bare {

    private Bare() {}

    /** Most commands of people ask nothing of a definition but the names of its stages, and these stand in the journal. */
    public static PipelineSpec of(Run run) {
        List<StageSpec> stages = run.exists()
                ? run.created().stages().stream().map(StageSpec::of).toList()
                : List.of(StageSpec.of("unknown"));
        String name = run.exists() ? run.created().pipeline() : "unknown";
        return new PipelineSpec(name, 1, CheckpointPolicy.EVERY_STAGE, false, stages);
    }
}
