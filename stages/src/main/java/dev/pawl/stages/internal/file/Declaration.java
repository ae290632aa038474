// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.RetryPolicy;
import dev.pawl.stages.internal.command.CommandAction;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.http.HttpAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pipeline file says, once nothing is wrong with it. */
record Declaration(
        String name,
        int version,
        @Nullable String description,
        boolean userRequired,
        @Nullable Template key,
        CheckpointPolicy checkpoint,
        List<String> requires,
        Map<String, String> labels,
        List<Stage> stages) {

    /** One of command and http is there. */
    record Stage(
            String id,
            List<String> after,
            @Nullable CommandAction command,
            @Nullable HttpAction http,
            Options options) {}

    /** What all kinds of stages have. */
    record Options(
            Effect effect,
            OnDoubt onDoubt,
            RetryPolicy retry,
            @Nullable Duration timeout,
            @Nullable Duration heartbeat) {}
}
