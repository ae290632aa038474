// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Limits;
import dev.pawl.Schedule;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.Limit;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.core.RetryPolicy;
import dev.pawl.stages.internal.command.CommandAction;
import dev.pawl.stages.internal.export.ExportAction;
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
        boolean interactive,
        CheckpointPolicy checkpoint,
        List<String> requires,
        Map<String, String> labels,
        @Nullable Schedule schedule,
        Limits limits,
        int maxRetryDepth,
        @Nullable Duration retention,
        List<Stage> stages) {

    /**
     * One of command, http and export is there, or a person gives the output.
     *
     * @param after ids, with that of what it validates
     * @param requires what must be in the outputs before it, each as {@code stage.key}
     */
    record Stage(
            String id,
            List<String> after,
            Kind kind,
            @Nullable CommandAction command,
            @Nullable HttpAction http,
            @Nullable ExportAction export,
            @Nullable Template when,
            List<String> requires,
            List<String> produces,
            Options options) {}

    /** What a stage is. */
    sealed interface Kind {}

    record Task() implements Kind {}

    record Each(Template items, @Nullable Template itemKey, int parallel, AllowedFailures allowed) implements Kind {}

    record Validator(String validates, int rounds) implements Kind {}

    record Input(@Nullable Duration deadline) implements Kind {}

    record Export() implements Kind {}

    /** What all kinds of stages have. */
    record Options(
            boolean manual,
            Effect effect,
            OnDoubt onDoubt,
            OnInterrupt onInterrupt,
            RetryPolicy retry,
            @Nullable Duration timeout,
            @Nullable Duration heartbeat,
            @Nullable Duration stallAfter,
            OnStall onStall,
            @Nullable Limit limit,
            int priority) {}
}
