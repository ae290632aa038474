// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.StageStatus;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a retry would do, before it is done.
 *
 * @param parent the run that would be taken up
 * @param fromStage the stage it would begin at: of a validator, what it validates
 * @param version the version of the pipeline it would follow
 * @param reuse stages it would not run
 * @param run stages it would run, unless their conditions do not hold
 * @param reusedItems items of the first stage that it would not run
 * @param blocked why it may not be done, or null; then nothing is reused and nothing runs
 * @param warnings what somebody may want to know before, each a sentence
 * @param changes how the definition differs from the one that run followed
 * @param planToken given with the retry, it is done only where all this still holds; null where it may not be done
 */
public record RetryPlan(
        UUID parent,
        String fromStage,
        int version,
        List<Reuse> reuse,
        List<String> run,
        int reusedItems,
        @Nullable Blocked blocked,
        List<String> warnings,
        List<Change> changes,
        @Nullable String planToken) {

    public RetryPlan {
        reuse = List.copyOf(reuse);
        run = List.copyOf(run);
        warnings = List.copyOf(warnings);
        changes = List.copyOf(changes);
    }

    /**
     * A stage whose output is taken over.
     *
     * @param from the run that executed it
     * @param status succeeded, degraded or skipped
     */
    public record Reuse(String stage, UUID from, StageStatus status) {}

    /** Why it may not be done: what the refusal would say. */
    public record Blocked(
            String code,
            String problem,
            String remedy,
            @Nullable String startFrom,
            List<RefusedException.Missing> missing,
            @Nullable UUID activeRun) {

        public Blocked {
            missing = List.copyOf(missing);
        }

        /** What that refusal says. */
        public static Blocked by(RefusedException refused) {
            return new Blocked(
                    refused.code(),
                    refused.problem(),
                    refused.remedy(),
                    refused.startFrom(),
                    refused.missing(),
                    refused.activeRun());
        }
    }

    /**
     * A difference of definitions.
     *
     * @param stage the stage that differs, or null for the whole
     */
    public record Change(@Nullable String stage, String what) {}
}
